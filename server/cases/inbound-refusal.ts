import { assignmentOf } from "./assigned-studies.ts";
import type { CaseDoc } from "./case.ts";
import { caseTransitions } from "./case-transitions.ts";
import type { FieldStudy } from "./field-study.ts";

const inField = ["test", "pilot", "soft", "open"];

/** Ends that only say that we gave up calling: whoever calls us is welcome. */
const gaveUp = ["case-cap", "numbers-exhausted", "no-number"];

/**
 * quota: enough people of the group took part. blocklist: the number is never dialed. The interviewer says both to
 * the caller; the rest is for the interviewer only.
 */
export type InboundRefusal = "closed" | "certified" | "held" | "quota" | "blocklist" | "done";

export function isSaid(refusal: InboundRefusal | null): refusal is "quota" | "blocklist" {
  return refusal === "quota" || refusal === "blocklist";
}

export interface InboundFacts {
  item: Pick<CaseDoc, "state" | "lease" | "why">;
  study: FieldStudy | undefined;
  /** The number that the person calls from (any of the case's, when that is not known) is on the blocklist. */
  onBlocklist: boolean;
  userId: string;
}

/**
 * Why a case cannot be opened for somebody who calls; null when it can. Rules about our own dials (caps, consent to
 * being called, a replicate that is not released) keep nobody from calling us.
 */
export function inboundRefusal(
  { item, study, onBlocklist, userId }: InboundFacts,
  now: Date,
): InboundRefusal | null {
  if (item.lease) return item.lease.by === userId ? null : "held";
  if (onBlocklist) return "blocklist";
  if (!study || !inField.includes(study.status)) return "closed";
  if (item.state === "blocked" && item.why.code === "quota-full") return "quota";
  if (item.state === "final" && !gaveUp.includes(item.why.code)) return "done";
  if (study.sensitive && !assignmentOf(study, userId, now)) return "certified";
  return caseTransitions["find-inbound"].from.includes(item.state) ? null : "done";
}
