/**
 * The public face of the engine: everything the server, the browser and the command line may use.
 * Everything here is pure: same arguments, same result, no clock, no network, no storage. States are never
 * changed in place; make a new one (applyAct, decideQuota) instead of writing into an old one.
 */
export { answerSheet, type SheetAnswer, type SheetLine } from "./answer-sheet.ts";
export { ActGapError, applyAct } from "./apply-act.ts";
export { type Codebook, codebook, type Labels, type Variable } from "./codebook.ts";
export { compareVersions, type VersionDifference } from "./compare-versions.ts";
export { compile, QuestionnaireError } from "./compile.ts";
export { type ListDocuments, listHashes } from "./compile-lists.ts";
export type { Compiled, Finding } from "./compiled.ts";
export type * from "./definition.ts";
export { type Entries, entriesToAct, entriesToActs, type TypedAct } from "./entries-to-act.ts";
export {
  currentStep,
  decideQuota,
  forgetQuotas,
  isComplete,
  startInterview,
  stepAfter,
  stepBefore,
} from "./interview.ts";
export type * from "./interview-state.ts";
export { type Migration, migrateInterview } from "./migrate-interview.ts";
export { type Issue, issues, type OutlineEntry, outline } from "./outline.ts";
export { purgeOffRoute } from "./purge-off-route.ts";
export { type QuotaPassed, quotasPassed, quotaValues } from "./quota-values.ts";
export { type Cell, type Row, row } from "./row.ts";
export { findLookup, type LookupHit, searchLookup } from "./search-lookup.ts";
export type * from "./step.ts";
export { plainText } from "./text.ts";
export type { Words } from "./words.ts";
