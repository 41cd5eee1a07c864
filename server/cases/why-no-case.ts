import { nextOpening } from "../calling/calling-hours.ts";
import { parsePool } from "../calling/pool.ts";
import type { Deps } from "../deps.ts";
import { type Claimer, poolsFor } from "./candidate-pools.ts";
import { countsByState, nextWindow } from "./case-figures-store.ts";
import type { FieldStudy } from "./field-study.ts";

export type NoCaseReason =
  | "no-study"
  | "no-policy"
  | "outside-hours"
  | "no-skill"
  | "all-waiting"
  | "all-done"
  | "all-held";

/** Why a claim came back empty: one reason, the counts behind it and the nearest time. */
export interface NoCase {
  none: NoCaseReason;
  nextAt: Date | null;
  /** Cases per state over the person's studies. */
  counts: Record<string, number>;
}

/** Answers "why do I get nothing". */
export async function whyNoCase(deps: Deps, claimer: Claimer, studies: FieldStudy[]): Promise<NoCase> {
  if (studies.length === 0) return { none: "no-study", nextAt: null, counts: {} };
  const ids = studies.map((study) => study._id);
  const [counts, windowAt, pools] = await Promise.all([
    countsByState(deps, ids),
    nextWindow(deps, ids),
    Promise.all(studies.map((study) => poolsFor(deps, study, claimer))),
  ]);
  const nextAt = windowAt;
  if (studies.every((study) => !study.policy)) return { none: "no-policy", nextAt: null, counts };
  if ((counts.ready ?? 0) > 0) {
    if (pools.every(({ suitable }) => suitable.length === 0)) return { none: "no-skill", nextAt, counts };
    if (pools.every(({ open }) => open.length === 0)) {
      const opening = nextOpeningOf(deps, studies, pools);
      return { none: "outside-hours", nextAt: opening ?? nextAt, counts };
    }
  }
  if (windowAt) return { none: "all-waiting", nextAt, counts };
  const held = (counts.held ?? 0) + (counts["hold-supervisor"] ?? 0) + (counts.blocked ?? 0);
  return { none: held > 0 ? "all-held" : "all-done", nextAt: null, counts };
}

function nextOpeningOf(deps: Deps, studies: FieldStudy[], pools: { suitable: string[] }[]): Date | null {
  const now = deps.clock.now();
  const starts = studies.flatMap((study, index) =>
    (pools[index]?.suitable ?? []).flatMap((pool) => {
      const opening = study.policy && nextOpening(study.policy.hours, parsePool(pool).place, now);
      return opening ? [opening.from.getTime()] : [];
    }),
  );
  return starts.length > 0 ? new Date(Math.min(...starts)) : null;
}
