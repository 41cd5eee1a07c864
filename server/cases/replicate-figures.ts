import type { Deps } from "../deps.ts";
import { completeImports, countByReplicate } from "./import-store.ts";

export interface ReplicateFigures {
  replicate: number;
  /** Is none of its cases held back? */
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

/** The replicates of one import, in the order in which they are released. */
export interface ImportReplicates {
  batch: string;
  /** "" when nobody uploaded it as a file. */
  filename: string;
  at: Date;
  replicates: ReplicateFigures[];
}

/** How each replicate of each import of a study does, the newest import first. */
export async function replicateFigures(deps: Deps, studyId: string): Promise<ImportReplicates[]> {
  const imports = await completeImports(deps, studyId);
  const counts = await countByReplicate(
    deps,
    imports.map(({ _id }) => _id),
  );
  return imports.reverse().map(({ _id, filename, startedAt }) => ({
    ...{ batch: _id, filename: filename ?? "", at: startedAt },
    replicates: counts
      .filter(({ batch }) => batch === _id)
      .map(({ batch: _batch, held, ...figures }) => ({
        ...figures,
        released: held === 0,
        yield: figures.final > 0 ? figures.completes / figures.final : null,
      })),
  }));
}
