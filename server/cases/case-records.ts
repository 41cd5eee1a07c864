import { type DialRefusalDoc, refusalsOfCase } from "../compliance/dial-refusals.ts";
import type { Deps } from "../deps.ts";
import type { CaseDoc } from "./case.ts";
import type { ImportDoc } from "./import-model.ts";
import { findImport } from "./import-store.ts";

/** What is written down elsewhere about how a case came here and when it was not called. */
export interface CaseRecords {
  /** null when its import is not on record. */
  batch: Pick<ImportDoc, "startedAt" | "by" | "filename"> | null;
  /** Refusals of the gateway, the latest at most, oldest first. */
  refusals: DialRefusalDoc[];
}

/** Two look-ups by index. */
export async function caseRecords(
  deps: Deps,
  item: Pick<CaseDoc, "_id" | "batch">,
  most: number,
): Promise<CaseRecords> {
  const [batch, refusals] = await Promise.all([
    findImport(deps, item.batch),
    refusalsOfCase(deps, item._id, most),
  ]);
  return { batch, refusals };
}
