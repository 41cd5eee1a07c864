import { type DestinationStream, type Logger, pino } from "pino";
import type { Config } from "../config.ts";

export type { Logger };

interface LoggedError {
  type: string;
  code?: string | number;
  message: string;
  /** Where it was thrown, frame by frame. */
  at: string[];
  cause?: LoggedError;
}

/**
 * What a log may hold of an error: kind, code, message and place. Texts in double quotes go, because MongoDB,
 * Mongoose and JSON quote what people typed, and so do the members that drivers attach (documents, key values).
 */
export function describeError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: "not an Error", at: [] };
  const { code } = error as { code?: unknown };
  const known = typeof code === "number" || typeof code === "string";
  return {
    type: error.name,
    ...(known ? { code } : {}),
    message: error.message.replace(/"(?:[^"\\]|\\.)*"/g, '"…"'),
    at: (error.stack ?? "")
      .split("\n")
      .filter((line) => /^\s+at /.test(line))
      .map((line) => line.trim()),
    ...(error.cause ? { cause: describeError(error.cause) } : {}),
  };
}

/** JSON lines. Ids only: never answers, names, phone numbers, cookies or request bodies. */
export function createLogger(level: Config["logLevel"], to?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      serializers: { err: describeError },
      redact: {
        paths: ["req.headers", "res.headers", "req.remoteAddress", "password", "*.password"],
        remove: true,
      },
    },
    to ?? pino.destination(1),
  );
}
