import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { writeAudit } from "../monitoring/audit.ts";
import type { SampleSource, StudyDoc } from "./study-model.ts";
import { pushSource } from "./study-store.ts";

export type NewSource = Omit<SampleSource, "id">;

/**
 * Notes where numbers of a study come from: who is answerable for the data, on what legal basis they are used, and
 * what the interviewer says to "where did you get my number?". A source is never changed, because calls were made
 * with its words; a better one is added and used by the next sample.
 * @param request.id names the form, so that sending it again adds nothing
 * @throws Problem "invalid-input" with "name", "controller", "legalBasis" or "text.LANGUAGE" as pointer
 */
export async function addSource(
  deps: Deps,
  request: { study: StudyDoc; source: NewSource; by: string; id?: string },
): Promise<SampleSource> {
  const { study, by } = request;
  const cut = (text: string | undefined) => (text ?? "").trim().slice(0, 1000);
  const source: SampleSource = {
    id: request.id ?? deps.newId(),
    name: cut(request.source.name).slice(0, 80),
    controller: cut(request.source.controller).slice(0, 200),
    legalBasis: cut(request.source.legalBasis).slice(0, 200),
    texts: Object.fromEntries(
      study.languages.map((language) => [language, cut(request.source.texts[language])]),
    ),
  };
  const missing = [
    ...(["name", "controller", "legalBasis"] as const).filter((member) => source[member] === ""),
    ...study.languages.filter((language) => !source.texts[language]).map((language) => `text.${language}`),
  ];
  if (missing.length > 0)
    throw problem(
      "invalid-input",
      {},
      missing.map((pointer) => ({ pointer, detail: "required" })),
    );
  if (!(await pushSource(deps.db, study._id, source))) return source;
  await writeAudit(deps, {
    ...{ by, act: "sample.source", on: study._id, studyId: study._id },
    what: { name: source.name, legalBasis: source.legalBasis },
  });
  return source;
}
