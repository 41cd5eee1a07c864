import { homedir } from "node:os";
import { join, resolve } from "node:path";

export interface Config {
  /** Where the server listens. Demo mode listens on the loopback address only. */
  host: string;
  port: number;
  /** A MongoDB of your own; null starts the embedded one. */
  mongodbUri: string | null;
  /** Persistent folder of the embedded MongoDB and its generated keys. */
  dataFolder: string;
  /** Path of a mongod to use for the embedded database; null searches. */
  mongod: string | null;
  /** PATH, where an installed mongod is looked for. */
  path: string;
  /** Where a downloaded mongod is kept. */
  cacheFolder: string;
  /** Cookie secret and contact keys; null means: generated and stored beside the embedded data. */
  sessionSecret: string | null;
  contactKeys: string | null;
  searchSecret: string | null;
  blocklistSecret: string | null;
  /** Set behind a reverse proxy that ends TLS: its number of hops; cookies are then Secure. */
  trustProxy: number;
  logLevel: "fatal" | "error" | "warn" | "info" | "debug" | "silent";
  /** Demo accounts, demo studies; only with the embedded database on the loopback address. */
  demo: boolean;
  /** Nobody else writes to this database, so what was read is kept longer. Only the simulation may say so. */
  soleWriter: boolean;
}

/** A setting that cannot be used. The message names the variable, what was found and what is allowed. */
export class ConfigError extends Error {}

type Env = Record<string, string | undefined>;

const logLevels = ["fatal", "error", "warn", "info", "debug", "silent"] as const;

function integer(env: Env, name: string, fallback: number, min: number, max: number): number {
  const found = env[name];
  if (found === undefined || found === "") return fallback;
  const value = Number(found);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new ConfigError(`${name} is "${found}"; allowed is a whole number from ${min} to ${max}`);
  return value;
}

function secret(env: Env, name: string): string | null {
  const found = env[name];
  if (!found) return null;
  if (found.length < 32)
    throw new ConfigError(
      `${name} has ${found.length} characters; at least 32 are needed (try: openssl rand -hex 32)`,
    );
  return found;
}

function mongodbUri(env: Env): string | null {
  const found = env.MONGODB_URI;
  if (!found) return null;
  if (!/^mongodb(\+srv)?:\/\//.test(found))
    throw new ConfigError("MONGODB_URI does not start with mongodb:// or mongodb+srv://");
  return found;
}

function logLevel(env: Env): Config["logLevel"] {
  const found = env.LOG_LEVEL || "info";
  const level = logLevels.find((known) => known === found);
  if (!level) throw new ConfigError(`LOG_LEVEL is "${found}"; allowed are ${logLevels.join(", ")}`);
  return level;
}

/**
 * Environment to checked, frozen settings; the only reader of the environment.
 * With a database of one's own the secrets are required, because losing generated ones loses the contacts.
 * @throws ConfigError
 */
export function loadConfig(env: Env = process.env, overrides: Partial<Config> = {}): Config {
  const uri = mongodbUri(env);
  const config: Config = {
    host: env.HOST || (uri ? "0.0.0.0" : "127.0.0.1"),
    port: integer(env, "PORT", 3000, 0, 65535),
    mongodbUri: uri,
    dataFolder: resolve(env.FIELDLINE_DATA || ".fieldline"),
    mongod: env.FIELDLINE_MONGOD || null,
    path: env.PATH ?? "",
    cacheFolder: resolve(env.FIELDLINE_CACHE || join(homedir(), ".cache", "fieldline")),
    sessionSecret: secret(env, "SESSION_SECRET"),
    contactKeys: env.CONTACT_KEYS || null,
    searchSecret: secret(env, "SEARCH_SECRET"),
    blocklistSecret: secret(env, "BLOCKLIST_SECRET"),
    trustProxy: integer(env, "TRUST_PROXY", 0, 0, 10),
    logLevel: logLevel(env),
    demo: false,
    soleWriter: false,
    ...overrides,
  };
  if (config.mongodbUri) {
    const missing = (
      [
        ["SESSION_SECRET", config.sessionSecret],
        ["CONTACT_KEYS", config.contactKeys],
        ["SEARCH_SECRET", config.searchSecret],
        ["BLOCKLIST_SECRET", config.blocklistSecret],
      ] as const
    ).filter(([, value]) => !value);
    if (missing.length > 0)
      throw new ConfigError(
        `MONGODB_URI is set, so these are needed too: ${missing.map(([name]) => name).join(", ")}`,
      );
  }
  return Object.freeze(config);
}
