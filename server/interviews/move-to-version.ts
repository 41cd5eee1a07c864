import {
  type Compiled,
  compareVersions,
  type InterviewState,
  migrateInterview,
} from "../../surveys/engine/index.ts";

/** The interview as a newer version reads it, with nothing lost; null if it has to stay with its own version. */
export function moveToVersion(from: Compiled, to: Compiled, state: InterviewState): InterviewState | null {
  if (compareVersions(from, to).some(({ compatible }) => !compatible)) return null;
  const { state: moved, unfit } = migrateInterview(to, state);
  return unfit.length === 0 ? moved : null;
}
