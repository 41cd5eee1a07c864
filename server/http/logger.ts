import { type Logger, pino } from "pino";
import type { Config } from "../config.ts";

export type { Logger };

/** JSON lines. Ids only: never answers, names, phone numbers, cookies or request bodies. */
export function createLogger(level: Config["logLevel"]): Logger {
  return pino({
    level,
    base: null,
    redact: {
      paths: ["req.headers", "res.headers", "req.remoteAddress", "password", "*.password"],
      remove: true,
    },
  });
}
