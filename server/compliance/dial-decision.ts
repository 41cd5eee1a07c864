import type { Basis } from "../calling/policy.ts";

export interface Refusal {
  allowed: false;
  /** Machine name of the rule. */
  rule: DialRule;
  /** Values for the sentence under `dialRefused.<rule>`. */
  params: Record<string, string | number>;
  /** What the rule rests on; rules of Fieldline's own are of the house. */
  basis: Basis["basis"];
  source: string;
  nextAllowedAt: Date | null;
}
/** `outsideHours`: it is allowed because the respondent asked for a call at this time. */
export type DialDecision = { allowed: true; outsideHours?: true } | Refusal;

export type DialRule =
  | "no-policy"
  | "study-status"
  | "fiction-only"
  | "number-invalid"
  | "number-state"
  | "no-zone"
  | "blocklist"
  | "blocking-file-missing"
  | "blocking-file-stale"
  | "consent"
  | "advertising-consent"
  | "mobile-by-hand"
  | "recorded-message"
  | "after-silent-call"
  | "after-machine"
  | "hours"
  | "number-cap"
  | "number-day-cap"
  | "case-cap"
  | "institute-day-cap"
  | "institute-rest"
  | "line-busy"
  | "silent-budget"
  | "silent-budget-mobiles"
  | "not-evaluated";

/** @param basis what is quoted: a limit of the policy, or the name of a rule of Fieldline's own */
export function refuse(
  rule: DialRule,
  basis: Basis | string,
  params: Refusal["params"] = {},
  nextAllowedAt: Date | null = null,
): Refusal {
  const quoted = typeof basis === "string" ? ({ basis: "house", source: basis } as const) : basis;
  return {
    ...{ allowed: false, rule, params, nextAllowedAt },
    ...{ basis: quoted.basis, source: quoted.source },
  };
}
