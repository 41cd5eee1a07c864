import { outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import { poolOfCase } from "../calling/pool.ts";
import { otherNumber } from "../calling/reschedule.ts";
import type { Refusal } from "../compliance/dial-decision.ts";
import type { Deps } from "../deps.ts";
import { pastAttempts } from "./attempt.ts";
import { attemptsOfCase } from "./attempt-store.ts";
import type { CaseDoc, CaseNumber, Why } from "./case.ts";
import { updateCase } from "./case-store.ts";
import type { FieldStudy } from "./field-study.ts";

/** Refusals that time does not heal. A rule without a next time closes or holds the case. */
const blocking = [
  "blocklist",
  "consent",
  "advertising-consent",
  "number-state",
  "number-invalid",
  "number-cap",
  "fiction-only",
];

/**
 * A case that the gateway refused leaves the head of the queue: it waits until the rule may pass, goes on with
 * another number, or is blocked. A rule about the study as a whole (status, budget) leaves it as it is.
 */
export async function postponeRefused(
  deps: Deps,
  { item, study, numberId }: { item: CaseDoc; study: FieldStudy; numberId: string },
  refusal: Refusal,
): Promise<void> {
  const guard = { planRevision: item.planRevision, states: [item.state], unleased: true as const };
  const params = { rule: refusal.rule, source: refusal.source };
  if (refusal.nextAllowedAt) {
    const from = refusal.nextAllowedAt;
    await updateCase(deps, item._id, guard, {
      state: item.appointment ? "appointment" : "waiting",
      windowFrom: from,
      why: {
        code: "refused-until",
        params: { ...params, from: from.toISOString(), zone: item.numbers[0]?.zones[0] ?? "UTC" },
      },
    });
    return;
  }
  if (!blocking.includes(refusal.rule) && refusal.rule !== "case-cap" && refusal.rule !== "no-zone") return;
  const numbers = item.numbers.map((number) =>
    number.id === numberId && refusal.rule === "blocklist"
      ? { ...number, state: "blocked" as const }
      : number,
  );
  const other =
    refusal.rule === "case-cap" ? null : await otherOf(deps, { ...item, numbers }, study, numberId);
  if (other) {
    const members = { numbers, nextNumberId: other.number.id };
    const waits = other.from > deps.clock.now();
    await updateCase(deps, item._id, guard, {
      ...members,
      pool: poolOfCase({ ...item, ...members }),
      ...(waits ? { state: "waiting" as const, windowFrom: other.from, why: whyOther(other) } : {}),
    });
    return;
  }
  await updateCase(deps, item._id, guard, {
    numbers,
    state: refusal.rule === "no-zone" ? "hold-supervisor" : "blocked",
    why: { code: "refused-for-good", params },
  });
}

/** Going on with another number is no way around that number's own delay. */
async function otherOf(deps: Deps, item: CaseDoc, study: FieldStudy, refused: string) {
  if (!study.policy) return null;
  return otherNumber(item, pastAttempts(await attemptsOfCase(deps, item._id)), {
    policy: study.policy,
    catalogue: outcomeCatalogue(study.outcomes),
    now: deps.clock.now(),
    refused,
  });
}

function whyOther({ number, from }: { number: CaseNumber; from: Date }): Why {
  return {
    code: "other-number-left",
    params: { from: from.toISOString(), zone: number.zones[0] ?? "UTC" },
  };
}
