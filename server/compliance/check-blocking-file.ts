import type { Policy } from "../calling/policy.ts";
import type { DialFacts } from "./allow-dial.ts";
import { type Refusal, refuse } from "./dial-decision.ts";

const dayMs = 86_400_000;

/** Whole days since the date of a blocking file. */
export function ageInDays(file: { date: Date }, now: Date): number {
  return Math.floor((now.getTime() - file.date.getTime()) / dayMs);
}

/** The list that the policy names must be there, if it says so, and no older than it says. */
export function checkBlockingFile(
  { blockingFile }: Pick<DialFacts, "blockingFile">,
  policy: Pick<Policy, "blockingFile" | "limits">,
  now: Date,
): Refusal | null {
  const wanted = policy.blockingFile;
  if (!wanted) return null;
  const { list } = wanted;
  if (!blockingFile)
    return wanted.missing === "refuse" ? refuse("blocking-file-missing", wanted, { list }) : null;
  const limit = policy.limits.daysSinceBlockingFile;
  const days = ageInDays(blockingFile, now);
  return limit && days > limit.limit
    ? refuse("blocking-file-stale", limit, { list, days, limit: limit.limit })
    : null;
}
