import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { libraryFolder } from "../paths.ts";
import type { Policy } from "./policy.ts";

const folder = join(libraryFolder, "policies");

/** Names of the presets that are shipped. */
export function shippedPolicyNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.replace(/\.json$/, ""))
    .sort();
}

/** A preset by name. @throws Error that names the presets there are */
export function shippedPolicy(name: string): Policy {
  const names = shippedPolicyNames();
  if (!names.includes(name)) throw new Error(`no calling policy "${name}"; there are ${names.join(", ")}`);
  return JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Policy;
}
