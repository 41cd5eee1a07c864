import type { RequestHandler } from "express";
import { pinoHttp } from "pino-http";
import type { Deps } from "../deps.ts";
import { describeError } from "./logger.ts";

/** One JSON line a request: id, method, route, status, milliseconds, user id; no query, body or header. */
export function requestLog(deps: Deps): RequestHandler {
  return pinoHttp({
    logger: deps.log,
    genReqId: (_req, res) => {
      const id = deps.newId();
      res.setHeader("X-Request-Id", id);
      return id;
    },
    autoLogging: { ignore: (req) => req.url === "/healthz" || (req.url ?? "").startsWith("/assets/") },
    customProps: (req) => ({ user: (req as { user?: { id: string } }).user?.id }),
    // Wrapped ones would copy every member of an error.
    wrapSerializers: false,
    serializers: {
      req: (req: { id: string; method: string; originalUrl: string }) => ({
        id: req.id,
        method: req.method,
        path: req.originalUrl.split("?")[0],
      }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode }),
      err: describeError,
    },
    customLogLevel: (_req, res, error) => (error || res.statusCode >= 500 ? "error" : "info"),
  }) as unknown as RequestHandler;
}
