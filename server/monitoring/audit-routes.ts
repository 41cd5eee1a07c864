import type { Deps } from "../deps.ts";
import { textOf } from "../http/form-errors.ts";
import { type Routes, routes } from "../http/routes.ts";
import { findUsersById } from "../users/users.ts";
import { findAudit } from "./audit-store.ts";

const pageLength = 50;

/** The house's diary for its administrators. */
export function auditRoutes(deps: Deps): Routes {
  const r = routes();
  r.get("/audit", { roles: ["admin"] }, async (req, res) => {
    const before = new Date(textOf(req.query.before));
    const continued = !Number.isNaN(before.getTime());
    const found = await findAudit(deps.db, { limit: pageLength + 1, ...(continued ? { before } : {}) });
    const shown = found.slice(0, pageLength);
    const people = await findUsersById(deps.db, [...new Set(shown.flatMap(({ by, on }) => [by, on]))]);
    const names = new Map(people.map(({ _id, name }) => [_id, name]));
    const entries = shown.map((entry) => ({
      ...entry,
      byName: names.get(entry.by) ?? entry.by,
      onName: names.get(entry.on) ?? entry.on,
      details: Object.entries(entry.what).map(([name, value]) => `${name}: ${String(value)}`),
    }));
    res.page("monitoring/audit", {
      titleKey: "audit.title",
      entries,
      continued,
      older: found.length > pageLength ? shown.at(-1)?.at.toISOString() : null,
    });
  });
  return r;
}
