import { type Compiled, quotasPassed, quotaValues } from "../../surveys/engine/index.ts";
import type { InterviewState } from "../../surveys/engine/interview-state.ts";
import type { Deps } from "../deps.ts";
import { cellId, cellValues } from "./quota-cell.ts";
import { countPlaces, dropPlaces, findCell, returnPlaces, takePlace } from "./quota-cell-store.ts";

export {
  addPlace,
  cellsOfStudy,
  cellsWithPlaces,
  dropPlace,
  findCell,
  setCompletes,
  studiesWithCells,
  unmarkCells,
} from "./quota-cell-store.ts";

/** Whose places they are. */
export interface PlaceHolder {
  _id: string;
  studyId: string;
}

/**
 * A place in the cell that the interview falls into at a quota node. Safe to repeat: a place that the interview
 * has already is its own. Whatever it held at this node before, with other answers, is given back. A node without
 * a cell for these values is open and nobody counts there.
 */
export async function reservePlace(
  deps: Deps,
  interview: PlaceHolder,
  at: { compiled: Compiled; state: InterviewState; node: string },
): Promise<"open" | "full"> {
  const { compiled, state, node } = at;
  const item = compiled.nodes.get(node)?.item;
  const by = item?.type === "quota" ? (item.by ?? []) : [];
  const values = cellValues(by, quotaValues(compiled, state, by));
  if (!values) {
    await dropPlaces(deps, interview, { node });
    return "open";
  }
  const id = cellId(interview.studyId, node, values);
  const taken = await takePlace(deps, id, interview._id);
  const cell = taken ? null : await findCell(deps, id);
  await dropPlaces(deps, interview, { node, keep: [id] });
  return taken || !cell || cell.held.includes(interview._id) ? "open" : "full";
}

/** Cells that the interview counts for by its route: those of the quotas that let it in. */
export function cellsPassed(studyId: string, compiled: Compiled, state: InterviewState): string[] {
  return quotasPassed(compiled, state).flatMap(({ id, result, values }) => {
    const item = compiled.nodes.get(id)?.item;
    const named = item?.type === "quota" ? cellValues(item.by ?? [], values) : null;
    return result === "open" && named ? [cellId(studyId, id, named)] : [];
  });
}

/** The interview has ended: a complete one counts in its cells, any other gives its places back. Safe to repeat. */
export async function settlePlaces(
  deps: Deps,
  interview: PlaceHolder & { status: string; state: InterviewState },
  compiled: Compiled,
): Promise<void> {
  if (interview.status === "complete")
    await countPlaces(deps, cellsPassed(interview.studyId, compiled, interview.state), interview._id);
  await dropPlaces(deps, interview);
}

/** The interview was declared invalid: the cells that counted it count it no more. Safe to repeat. */
export async function returnCounted(
  deps: Deps,
  interview: PlaceHolder & { state: InterviewState },
  compiled: Compiled,
): Promise<void> {
  await returnPlaces(deps, cellsPassed(interview.studyId, compiled, interview.state), interview._id);
}

/** The interview is laid down: whoever resumes it has its quotas decided again. Safe to repeat. */
export async function releasePlaces(deps: Deps, interview: PlaceHolder): Promise<void> {
  await dropPlaces(deps, interview);
}
