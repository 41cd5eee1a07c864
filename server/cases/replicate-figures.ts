import type { Deps } from "../deps.ts";
import { countByReplicate } from "./import-store.ts";

export interface ReplicateFigures {
  replicate: number;
  /** Is none of its cases held back, in whichever import? */
  released: boolean;
  cases: number;
  /** Dialed at least once. */
  dialed: number;
  contacted: number;
  final: number;
  completes: number;
  /** Completes per final case; null while none is final. */
  yield: number | null;
}

/** How each replicate of a study's sample does, in the order in which they are released. */
export async function replicateFigures(deps: Deps, studyId: string): Promise<ReplicateFigures[]> {
  return (await countByReplicate(deps, studyId)).map(({ held, ...counts }) => ({
    ...counts,
    released: held === 0,
    yield: counts.final > 0 ? counts.completes / counts.final : null,
  }));
}
