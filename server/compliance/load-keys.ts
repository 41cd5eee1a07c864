import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { parseContactKeys, type VaultKeys } from "./vault.ts";

export interface Keys extends VaultKeys {
  sessionSecret: string;
}

interface StoredKeys {
  sessionSecret: string;
  contactKeys: string;
  searchSecret: string;
  blocklistSecret: string;
}

function generate(): StoredKeys {
  const secret = () => randomBytes(32).toString("hex");
  return {
    sessionSecret: secret(),
    contactKeys: `k1:${secret()}`,
    searchSecret: secret(),
    blocklistSecret: secret(),
  };
}

/** Embedded mode: keys are made once and kept beside the data, readable by the owner only. */
async function keptKeys(folder: string): Promise<StoredKeys> {
  const file = join(folder, "keys.json");
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify(generate(), null, 2), { flag: "wx", mode: 0o600 }).catch((error) => {
    if (error.code !== "EEXIST") throw error;
  });
  return JSON.parse(await readFile(file, "utf8")) as StoredKeys;
}

/** Keys from the settings, or in the embedded mode from the data folder. */
export async function loadKeys(config: Config): Promise<Keys> {
  const kept = config.mongodbUri ? null : await keptKeys(config.dataFolder);
  const pick = (name: keyof StoredKeys): string => {
    const value = config[name] ?? kept?.[name];
    if (!value) throw new Error(`${name} is missing in the settings and in keys.json`);
    return value;
  };
  return {
    sessionSecret: pick("sessionSecret"),
    contactKeys: parseContactKeys(pick("contactKeys")),
    searchSecret: { id: "s1", secret: pick("searchSecret") },
    blocklistSecret: { id: "b1", secret: pick("blocklistSecret") },
  };
}
