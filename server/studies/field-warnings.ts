import { isPolicy } from "../calling/policy.ts";
import { checkBlockingFile, latestBlockingFile } from "../compliance/blocking-files.ts";
import { hasProvedConsents } from "../compliance/consents.ts";
import type { Deps } from "../deps.ts";
import type { StudyDoc } from "./study-model.ts";

/** What the desk should know before the field opens; `stops`: no number can be dialed as it is. */
export interface FieldWarning {
  code: "blocking-file-missing" | "blocking-file-stale" | "no-consents";
  params: Record<string, string | number>;
  stops: boolean;
}

/** Rules that hold for all cases of a study and that nobody would notice before the first dial. */
export async function fieldWarnings(
  deps: Deps,
  study: Pick<StudyDoc, "_id" | "policy" | "advertising">,
): Promise<FieldWarning[]> {
  const warnings: FieldWarning[] = [];
  const policy = isPolicy(study.policy) ? study.policy : null;
  if (policy?.blockingFile) {
    const { list } = policy.blockingFile;
    const blockingFile = await latestBlockingFile(deps, list);
    const refused = checkBlockingFile({ blockingFile }, policy, deps.clock.now());
    if (!blockingFile)
      warnings.push({ code: "blocking-file-missing", params: { list }, stops: refused !== null });
    else if (refused) warnings.push({ code: "blocking-file-stale", params: refused.params, stops: true });
  }
  if (study.advertising && !(await hasProvedConsents(deps, study._id)))
    warnings.push({ code: "no-consents", params: {}, stops: true });
  return warnings;
}
