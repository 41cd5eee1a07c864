import type { Server } from "node:http";
import type { createApp } from "./app.ts";
import { loadKeys } from "./compliance/load-keys.ts";
import { createVault } from "./compliance/vault.ts";
import { type Config, ConfigError } from "./config.ts";
import { connectDatabase, type Database, ensureIndexes } from "./db/database.ts";
import { type EmbeddedMongod, runningMongod, startEmbeddedMongod } from "./db/embedded-mongod.ts";
import { type Deps, realDeps } from "./deps.ts";
import { createLogger } from "./http/logger.ts";

export type Say = (line: string) => void;

/** An opened house: deps, and how to close it again. */
export interface House {
  deps: Deps;
  sessionSecret: string;
  embedded: boolean;
  /** Address of the database that was opened. */
  uri: string;
  close(): Promise<void>;
}

/**
 * Connects to the configured MongoDB or starts the embedded one, and makes the indexes.
 * Used by the server and by every command that works on the same data; a command says `beside: true` and then
 * shares the database of a server that is running.
 */
export async function openHouse(config: Config, say: Say, options: { beside?: true } = {}): Promise<House> {
  const keys = await loadKeys(config);
  let mongod: EmbeddedMongod | null = null;
  let db: Database | null = null;
  const close = async () => {
    await db?.close();
    await mongod?.stop();
  };
  try {
    const running = options.beside && !config.mongodbUri ? await runningMongod(config.dataFolder) : null;
    const uri = config.mongodbUri ?? running;
    if (!uri)
      mongod = await startEmbeddedMongod(config.dataFolder, {
        mongod: config.mongod,
        cacheFolder: config.cacheFolder,
        path: config.path,
        log: say,
      });
    const address = uri ?? mongod?.uri ?? "";
    db = await connectDatabase(address, { warm: !options.beside });
    say("connected to MongoDB, creating indexes");
    await ensureIndexes(db);
    const deps = realDeps({ config, db, vault: createVault(keys), log: createLogger(config.logLevel) });
    return { deps, sessionSecret: keys.sessionSecret, embedded: !config.mongodbUri, uri: address, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Listens; a taken port is a ConfigError that says what to do. */
export function listen(app: ReturnType<typeof createApp>, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, host, (error?: Error) => {
      if (!error) return resolve(server);
      const taken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
      reject(
        taken
          ? new ConfigError(
              `Port ${port} on ${host} is in use. Stop the other program or set PORT, for example PORT=${port + 1} npm start.`,
            )
          : error,
      );
    });
  });
}

/** Stops listening, lets requests under way finish for at most `graceMs`, then closes. */
export function closeServer(server: Server, graceMs = 5000): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}
