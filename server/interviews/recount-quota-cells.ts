import type { Deps } from "../deps.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import { cellsOfStudy, cellsPassed, findCell, setCompletes } from "../quotas/quotas.ts";
import { countedInterviews } from "./interview-store.ts";

/**
 * Counts the complete interviews of a study into its cells, for cells that were made after the field began. Each
 * cell is written only if nobody completed in it meanwhile; then it is counted again.
 */
export async function recountQuotaCells(deps: Deps, studyId: string): Promise<void> {
  let left = (await cellsOfStudy(deps, studyId)).map(({ _id }) => _id);
  for (let round = 0; round < 5 && left.length > 0; round++) {
    const cells = await Promise.all(left.map((id) => findCell(deps, id)));
    const complete = await completeByCell(deps, studyId);
    left = [];
    for (const cell of cells)
      if (cell && !(await setCompletes(deps, cell, complete.get(cell._id) ?? []))) left.push(cell._id);
  }
}

async function completeByCell(deps: Deps, studyId: string): Promise<Map<string, string[]>> {
  const complete = new Map<string, string[]>();
  for await (const { _id, version, state } of countedInterviews(deps, studyId)) {
    const compiled = await compiledQuestionnaire(deps, version);
    for (const cell of cellsPassed(studyId, compiled, state)) {
      const those = complete.get(cell) ?? [];
      those.push(_id);
      complete.set(cell, those);
    }
  }
  return complete;
}
