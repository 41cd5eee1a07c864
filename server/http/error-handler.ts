import type { ErrorRequestHandler, Request } from "express";
import type { Deps } from "../deps.ts";
import { translator } from "../views/translate.ts";
import { refererPath } from "./local-path.ts";
import { Problem, problem } from "./problem.ts";

const databaseErrors = new Set([
  "MongoServerSelectionError",
  "MongooseServerSelectionError",
  "MongoNetworkError",
  "MongoNetworkTimeoutError",
  "MongoNotConnectedError",
  "MongoTopologyClosedError",
  "MongoPoolClearedError",
  "MongoExpiredSessionError",
  "MongoOperationTimeoutError",
  "MongoPoolClosedError",
]);

/** Errors of libraries that have a place in the catalogue; everything else is internal. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const {
    name = "",
    status = 0,
    type = "",
  } = (error ?? {}) as { name?: string; status?: number; type?: string };
  if (databaseErrors.has(name)) return problem("database-unreachable");
  if (type === "entity.too.large" || status === 413) return problem("too-large");
  if (status === 400) return problem("bad-request");
  if (status === 403) return problem("csrf-token-missing");
  return problem("internal");
}

/** Programs and the page's own scripts ask for JSON; browsers that navigate get a page. */
export function wantsJson(req: Request): boolean {
  return req.path.startsWith("/api/") || req.accepts(["html", "json"]) === "json";
}

/** Last in the chain: one line in the log, a page or application/problem+json to the caller, no stack to anyone. */
export function errorHandler(deps: Deps): ErrorRequestHandler {
  return (error, req, res, _next) => {
    const failure = toProblem(error);
    if (failure.status >= 500) deps.log.error({ requestId: req.id, err: error }, failure.code);
    // A reply under way cannot be changed any more; closing it tells the reader that it is broken. Express would
    // also print the error, with whatever is in it.
    if (res.headersSent) {
      res.destroy();
      return;
    }
    const t = translator(req.user?.locale ?? (req.acceptsLanguages("en", "de") || "en"));
    const title = t(`problems.${failure.code}.title`, failure.params);
    const detail = t(`problems.${failure.code}.detail`, failure.params);
    res.status(failure.status).set("Cache-Control", "no-store");
    if (wantsJson(req)) {
      res.type("application/problem+json").json({
        type: `/problems/${failure.code}`,
        title,
        status: failure.status,
        detail,
        instance: req.id,
        ...failure.params,
        ...(failure.errors.length > 0 ? { errors: failure.errors } : {}),
      });
      return;
    }
    if (failure.code === "sign-in-needed") {
      // A form cannot be sent again by an address; whoever sent one comes back to the page that holds it.
      const back = req.method === "GET" ? req.originalUrl : refererPath(req.get("referer"), req.get("host"));
      res.redirect(
        303,
        back?.startsWith("/sign-in") === false ? `/sign-in?next=${encodeURIComponent(back)}` : "/sign-in",
      );
      return;
    }
    res.page("problem", {
      title,
      detail,
      errors: failure.errors,
      requestId: req.id,
      retry: failure.status === 503 && req.method === "GET" ? req.originalUrl : null,
      // The page that was behind is one click away from where things stand.
      reopen: failure.code === "stale-tab" ? req.originalUrl.replace(/\/acts\b.*$/, "") : null,
    });
  };
}
