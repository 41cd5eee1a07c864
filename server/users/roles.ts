import type { Role } from "../http/routes.ts";

export type { Role };

/** What a person may do in the house; somebody can have several. */
export const roles = ["interviewer", "supervisor", "researcher", "client", "admin"] as const satisfies Role[];

export function isRole(text: string): text is Role {
  return roles.some((role) => role === text);
}

const homes: Record<Role, string> = {
  interviewer: "/work",
  supervisor: "/studies",
  researcher: "/studies",
  client: "/results",
  admin: "/users",
};

/** Whoever has several roles starts with the one that comes first here: the people in charge before the phone. */
const order: readonly Role[] = ["supervisor", "researcher", "admin", "interviewer", "client"];

/** The page that a person comes to after signing in. */
export function homeFor(held: readonly Role[]): string {
  const first = order.find((role) => held.includes(role));
  return first ? homes[first] : "/sign-in";
}
