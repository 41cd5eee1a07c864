import type { Compiled, InterviewState } from "../../surveys/engine/index.ts";
import type { Deps } from "../deps.ts";
import { quotaNodes } from "./possible-cells.ts";
import { cellName } from "./quota-page.ts";
import { cellsOfStudy, cellsPassed, type PlaceHolder } from "./quotas.ts";

/** A cell in which a complete interview counts. */
export interface CountedPlace {
  /** As people read it: "Women × 18 to 34". */
  name: string;
  completes: number;
  target: number;
}

/** The cells that count this interview: what it gives back when it is declared invalid. */
export async function countedPlaces(
  deps: Deps,
  interview: PlaceHolder & { state: InterviewState },
  compiled: Compiled,
  locale: string,
): Promise<CountedPlace[]> {
  const passed = new Set(cellsPassed(interview.studyId, compiled, interview.state));
  const nodes = quotaNodes(compiled);
  return (await cellsOfStudy(deps, interview.studyId))
    .filter(({ _id, returned }) => passed.has(_id) && !returned?.includes(interview._id))
    .map((cell) => ({
      name: cellName(nodes, cell, locale),
      completes: cell.completes,
      target: cell.target,
    }));
}
