import { parsePool } from "../calling/pool.ts";
import { callableFrom, isCallable } from "./candidate-pools.ts";
import type { FieldStudy } from "./field-study.ts";

/** Ready cases, how many of them may be called at this hour, and when the next ones may. */
export interface OpenSupply {
  ready: number;
  now: number;
  /** When the next hours begin, in the zone of those cases; null while some can be called, or none ever. */
  opens: { at: Date; zone: string } | null;
}

/** What of these ready cases can be called now: those whose respondents are inside the hours of the study. Pure. */
export function openSupply(
  study: Pick<FieldStudy, "policy">,
  pools: readonly { pool: string; ready: number }[],
  now: Date,
): OpenSupply {
  const count = (some: readonly { ready: number }[]) => some.reduce((sum, { ready }) => sum + ready, 0);
  const open = count(pools.filter(({ pool }) => isCallable(study.policy, pool, now)));
  return { ready: count(pools), now: open, opens: open > 0 ? null : nextOf(study, pools, now) };
}

function nextOf(
  { policy }: Pick<FieldStudy, "policy">,
  pools: readonly { pool: string }[],
  now: Date,
): OpenSupply["opens"] {
  const openings = pools.flatMap(({ pool }) => {
    const at = callableFrom(policy, pool, now);
    return at ? [{ at, zone: parsePool(pool).place.zones[0] ?? "UTC" }] : [];
  });
  return openings.sort((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null;
}
