import { forgetCandidates } from "../cases/candidate-pools.ts";
import { fieldStudy } from "../cases/field-study.ts";
import { blockCases, boostCases, unblockCases } from "../cases/quota-cases.ts";
import type { Deps } from "../deps.ts";
import { cellName } from "./full-cell.ts";
import { fillOf, isFull, isKnownFromSample, type QuotaCellDoc, sampleOf } from "./quota-cell.ts";
import {
  cellsOfStudy,
  deleteCell,
  markCell,
  removedCells,
  studiesWithCells,
  unmarkCells,
} from "./quota-cell-store.ts";

/** Cases of a full cell are blocked as they come back from a call (`plan-case.ts`); what slips through, so much later. */
const againAfterMs = 10 * 60_000;
/** House rule: an empty cell counts like so many attempts less. */
const largestBoost = 3;

/**
 * The planner's work for quota cells that the sample alone decides: cases of a full cell are blocked before anybody
 * calls them, put back when it is open again, and cases of the least filled cells go out sooner (of the first such
 * quota in the questionnaire's order by id, where there are several). Bulk writes, marked when done: a crash is
 * made good by the next round.
 * @returns how many cases changed
 */
export async function syncQuotaCases(deps: Deps): Promise<number> {
  let changed = 0;
  for (const studyId of await studiesWithCells(deps)) {
    const freed = await freeRemoved(deps, studyId);
    const cells = await sampleCells(deps, studyId);
    const moved = freed + (await syncBlocks(deps, studyId, cells));
    const study = await fieldStudy(deps, studyId);
    const ranked = study?.policy?.leastFilledFirst === false ? 0 : await syncBoosts(deps, studyId, cells);
    if (moved + ranked > 0) forgetCandidates(deps, studyId);
    changed += moved + ranked;
  }
  return changed;
}

async function sampleCells(deps: Deps, studyId: string): Promise<QuotaCellDoc[]> {
  return (await cellsOfStudy(deps, studyId)).filter(isKnownFromSample);
}

const fullOnes = (cells: readonly QuotaCellDoc[]) =>
  cells.filter(isFull).map((cell) => ({ sample: sampleOf(cell), name: cellName(cell) }));

/** Cases of removed cells come back and lose their advantage; those of other full cells stay blocked. */
async function freeRemoved(deps: Deps, studyId: string): Promise<number> {
  const removed = await removedCells(deps, studyId);
  if (removed.length === 0) return 0;
  const stillFull = fullOnes(await sampleCells(deps, studyId));
  let freed = 0;
  for (const cell of removed.filter(isKnownFromSample)) {
    freed += await unblockCases(deps, studyId, sampleOf(cell), stillFull);
    freed += await boostCases(deps, studyId, sampleOf(cell), 0);
  }
  await unmarkCells(deps, studyId);
  for (const { _id } of removed) await deleteCell(deps, _id);
  return freed;
}

async function syncBlocks(deps: Deps, studyId: string, cells: readonly QuotaCellDoc[]): Promise<number> {
  const now = deps.clock.now();
  let moved = 0;
  const opened = cells.filter((cell) => cell.blockedAt && !isFull(cell));
  for (const cell of opened) {
    moved += await unblockCases(deps, studyId, sampleOf(cell), fullOnes(cells));
    await markCell(deps, cell._id, { blockedAt: null });
  }
  for (const cell of cells.filter(isFull)) {
    const lately = cell.blockedAt && now.getTime() - cell.blockedAt.getTime() < againAfterMs;
    if (lately) continue;
    moved += await blockCases(deps, studyId, { sample: sampleOf(cell), name: cellName(cell) });
    await markCell(deps, cell._id, { blockedAt: now });
  }
  return moved;
}

async function syncBoosts(deps: Deps, studyId: string, cells: readonly QuotaCellDoc[]): Promise<number> {
  const [first] = cells;
  let ranked = 0;
  for (const cell of cells.filter(({ node }) => node === first?.node)) {
    const fill = fillOf(cell);
    if (fill === cell.rankedFill) continue;
    const boost = Math.round((1 - fill) * largestBoost * 10) / 10;
    ranked += await boostCases(deps, studyId, sampleOf(cell), boost);
    await markCell(deps, cell._id, { rankedFill: fill });
  }
  return ranked;
}
