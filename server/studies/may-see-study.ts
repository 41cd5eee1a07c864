import type { Role } from "../users/roles.ts";

interface Person {
  id: string;
  roles: readonly Role[];
}

interface StudyTeam {
  team: readonly { userId: string }[];
}

/** A user sees the studies whose team they are in; an admin, who keeps the teams, sees all. */
export function maySeeStudy(person: Person, study: StudyTeam): boolean {
  return person.roles.includes("admin") || study.team.some((member) => member.userId === person.id);
}
