import type { CaseDoc } from "../cases/case.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { isInterviewer, type TeamPerson } from "../studies/team.ts";

/** A language in which a case can go on. */
export interface CaseLanguage {
  value: string;
  /** Nobody who interviews in the team speaks it: the case would wait. */
  unspoken: boolean;
  chosen: boolean;
}

/**
 * The languages of the study, and the case's own. Chosen is the one that was spoken there, when an interviewer noted it
 * and the study has it; otherwise the case's own. A choice of one is none.
 */
export function caseLanguages(
  item: Pick<CaseDoc, "language" | "why" | "state">,
  study: Pick<StudyDoc, "languages">,
  team: readonly Pick<TeamPerson, "roles" | "languages">[],
): CaseLanguage[] {
  const values = [...new Set([...study.languages, item.language])];
  const noted = item.state === "hold-language" ? item.why.params.language : undefined;
  const chosen = values.find((value) => value === noted) ?? item.language;
  const spoken = new Set(team.filter(isInterviewer).flatMap(({ languages }) => languages));
  if (values.length < 2) return [];
  return values.map((value) => ({ value, unspoken: !spoken.has(value), chosen: value === chosen }));
}
