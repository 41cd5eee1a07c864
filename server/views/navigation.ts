import type { Role } from "../http/routes.ts";

export interface NavigationItem {
  href: string;
  /** Key under `nav`. */
  key: string;
  current: boolean;
}

const entries: { href: string; key: string; roles: readonly Role[] }[] = [
  { href: "/work", key: "work", roles: ["interviewer"] },
  { href: "/studies", key: "studies", roles: ["supervisor", "researcher", "admin"] },
  { href: "/assignments", key: "assignments", roles: ["supervisor", "admin"] },
  { href: "/roster", key: "roster", roles: ["supervisor", "admin"] },
  { href: "/time", key: "time", roles: ["supervisor", "admin"] },
  { href: "/inbound", key: "inbound", roles: ["interviewer", "supervisor"] },
  { href: "/pause", key: "pause", roles: ["interviewer"] },
  { href: "/results", key: "results", roles: ["client", "researcher", "supervisor", "admin"] },
  { href: "/users", key: "users", roles: ["admin"] },
  { href: "/audit", key: "audit", roles: ["admin"] },
];

/** What stands in the bar at the top: only what the person's roles may open. */
export function navigationFor(roles: readonly Role[], path: string): NavigationItem[] {
  return entries
    .filter((entry) => entry.roles.some((role) => roles.includes(role)))
    .map(({ href, key }) => ({ href, key, current: path === href || path.startsWith(`${href}/`) }));
}
