import type { Deps } from "../deps.ts";
import type { Role } from "../users/roles.ts";
import { findUsersById } from "../users/users.ts";
import type { StudyDoc } from "./study-model.ts";

export interface TeamPerson {
  id: string;
  name: string;
  roles: Role[];
  languages: string[];
  skills: string[];
  site: string | null;
}

export const isInterviewer = ({ roles }: Pick<TeamPerson, "roles">) => roles.includes("interviewer");

/** The people of a study who can sign in, by name. */
export async function teamOf(deps: Deps, study: Pick<StudyDoc, "team">): Promise<TeamPerson[]> {
  const people = await findUsersById(
    deps.db,
    study.team.map(({ userId }) => userId),
  );
  return people
    .filter(({ disabled }) => !disabled)
    .map(({ _id, name, roles, languages, skills, site }) => ({
      id: _id,
      name,
      roles,
      languages,
      skills,
      site,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
