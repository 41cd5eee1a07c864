import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { findDraft, writeDraft } from "./draft-store.ts";
import { questionnaireDefinition } from "./questionnaires.ts";

export interface Draft {
  text: string;
  /** 0 while nothing was saved. */
  revision: number;
  savedAt: Date | null;
}

/** The working copy of a study; before the first save it is the latest version, or empty.
 * It outlives publishing, because it keeps the layout in which the researcher wrote. */
export async function draftOf(deps: Deps, study: StudyDoc): Promise<Draft> {
  const saved = await findDraft(deps.db, study._id);
  if (saved) return { text: saved.text, revision: saved.revision, savedAt: saved.savedAt };
  const latest = study.versions.at(-1);
  const text = latest ? JSON.stringify(await questionnaireDefinition(deps, latest.hash), null, 2) : "";
  return { text, revision: 0, savedAt: null };
}

/** Saves over the revision that the writer saw; sent again, it is saved already. @throws Problem draft-saved-meanwhile */
export async function saveDraft(
  deps: Deps,
  save: { studyId: string; text: string; onto: number; by: string },
): Promise<Draft> {
  const { studyId, text, onto, by } = save;
  const saved = await writeDraft(deps.db, { _id: studyId, text, savedAt: deps.clock.now(), by }, onto);
  if (saved) return { text: saved.text, revision: saved.revision, savedAt: saved.savedAt };
  const found = await findDraft(deps.db, studyId);
  if (!found || found.text !== text || found.by !== by) throw problem("draft-saved-meanwhile");
  return { text, revision: found.revision, savedAt: found.savedAt };
}
