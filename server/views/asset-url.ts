import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assetsFolder } from "../paths.ts";

let manifest: Record<string, string> | null = null;

function readManifest(): Record<string, string> {
  const file = join(assetsFolder, "manifest.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

/** Address of a built file: "style.css" -> "/assets/style-H4SH.css". Read once; a new build needs a new start. */
export function assetUrl(name: string): string {
  manifest ??= readManifest();
  return `/assets/${manifest[name] ?? name}`;
}
