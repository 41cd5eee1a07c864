import { type Problem, problem } from "../http/problem.ts";

export type Decision = "accepted" | "invalidated";

/** What becomes of the case of an invalid interview: called again, or at its end under an outcome of the catalogue. */
export type CaseAfter = { to: "reopen" } | { to: "close"; outcome: string };

/** Who decided what about a complete interview, and when. */
export interface Review {
  decision: Decision;
  /** User id. */
  by: string;
  name: string;
  at: Date;
  /** Why it is invalid, in the supervisor's words; null when accepted. */
  reason: string | null;
  case: CaseAfter | null;
  /** The acceptance that this invalidation took back. */
  before?: Pick<Review, "by" | "name" | "at">;
}

/** What a supervisor wants, and what stood on the page on which it was decided. */
export interface WantedReview {
  decision: Decision;
  /** The decision that was shown; null: it was waiting. */
  seen: Decision | null;
  case: CaseAfter | null;
}

function sameCase(one: CaseAfter | null, other: CaseAfter | null): boolean {
  if (one?.to === "close" && other?.to === "close") return one.outcome === other.outcome;
  return one?.to === other?.to;
}

/**
 * What to do about a wish, given the decision that is there. "done": the same was decided before, by whomever. An
 * accepted interview can still be invalidated, by somebody who knew that it was accepted; an invalid one stays so.
 */
export function judgeReview(current: Review | undefined, wanted: WantedReview): "write" | "done" | Problem {
  if (!current) return "write";
  const { decision, name, at } = current;
  const same = decision === wanted.decision && sameCase(current.case, wanted.case);
  if (same) return "done";
  if (decision === "accepted" && wanted.seen === "accepted") return "write";
  return problem(`review-${decision}`, { by: name, at: at.toISOString() });
}
