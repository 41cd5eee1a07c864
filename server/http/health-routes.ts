import { pingDatabase } from "../db/database.ts";
import type { Deps } from "../deps.ts";
import { type Routes, routes } from "./routes.ts";

/** /healthz: the process answers. /readyz: it can write to the database. */
export function healthRoutes(deps: Deps): Routes {
  const r = routes();
  r.get("/healthz", { roles: "public" }, (_req, res) => {
    res.json({ status: "ok" });
  });
  r.get("/readyz", { roles: "public" }, async (_req, res) => {
    try {
      await pingDatabase(deps.db);
      res.json({ status: "ok" });
    } catch {
      res.status(503).json({ status: "database unreachable" });
    }
  });
  return r;
}
