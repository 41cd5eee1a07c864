import { randomBytes } from "node:crypto";
import { createVault, parseContactKeys } from "./compliance/vault.ts";
import { loadConfig } from "./config.ts";
import { memoryDatabase } from "./db/memory-database.ts";
import { type Deps, realDeps } from "./deps.ts";
import { createLogger } from "./http/logger.ts";

/** Deps of an empty house in memory: keys of its own, no log, no setting of this machine. */
export function simulationDeps(): Deps {
  const secret = () => randomBytes(32).toString("hex");
  return realDeps({
    config: loadConfig({}, { logLevel: "silent" }),
    db: memoryDatabase(),
    vault: createVault({
      contactKeys: parseContactKeys(`k1:${secret()}`),
      searchSecret: { id: "s1", secret: secret() },
      blocklistSecret: { id: "b1", secret: secret() },
    }),
    log: createLogger("silent"),
  });
}
