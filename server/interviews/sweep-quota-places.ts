import type { Deps } from "../deps.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import { addPlace, cellsPassed, cellsWithPlaces, dropPlace, studiesWithCells } from "../quotas/quotas.ts";
import { finishingAmong, interviewsUnderWay } from "./interview-store.ts";

/** A request under way has so long to be written: longer than one waits for a database that hangs. */
const doubtMs = 20_000;
/** Places that nobody seemed to need in the last round, and since when. */
const doubted = new WeakMap<Deps["db"], Map<string, number>>();

/**
 * Compares the places in quota cells with the interviews: a place whose interview has not needed it for
 * twenty seconds is given back (a process died between taking the place and writing the interview); an interview that was let
 * in without one, because the cell was made later or a change was undone, gets it. Run it every ten seconds.
 */
export async function sweepQuotaPlaces(deps: Deps): Promise<{ dropped: number; added: number }> {
  const studyIds = await studiesWithCells(deps);
  if (studyIds.length === 0) return { dropped: 0, added: 0 };
  const cells = await cellsWithPlaces(deps);
  const held = new Set(cells.flatMap(({ _id, held }) => held.map((id) => `${_id} ${id}`)));
  const needed = new Map<string, { cell: string; interview: string }>();
  for (const interview of await interviewsUnderWay(deps, studyIds)) {
    const compiled = await compiledQuestionnaire(deps, interview.version);
    for (const cell of cellsPassed(interview.studyId, compiled, interview.state))
      needed.set(`${cell} ${interview._id}`, { cell, interview: interview._id });
  }
  const finishing = await finishingAmong(
    deps,
    cells.flatMap((cell) => cell.held),
  );
  const before = doubted.get(deps.db);
  const doubts = new Map<string, number>();
  const now = deps.clock.now().getTime();
  let dropped = 0;
  for (const { _id, held: holders } of cells)
    for (const interview of holders) {
      const place = `${_id} ${interview}`;
      if (needed.has(place) || finishing.has(interview)) continue;
      // A clock that was set back begins the doubt anew.
      const since = Math.min(before?.get(place) ?? now, now);
      if (now - since < doubtMs) doubts.set(place, since);
      else {
        await dropPlace(deps, _id, interview);
        dropped++;
      }
    }
  doubted.set(deps.db, doubts);
  const missing = [...needed].filter(([place]) => !held.has(place));
  for (const [, { cell, interview }] of missing) await addPlace(deps, cell, interview);
  return { dropped, added: missing.length };
}
