import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Views, schemas and shipped questionnaires stay in the source tree; this finds it from `server/` and from `dist/server/`. */
function findPackageRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json")) && existsSync(join(folder, "surveys"))) return folder;
    if (folder === dirname(folder)) throw new Error(`no Fieldline package above ${start}`);
  }
}

export const packageRoot: string = findPackageRoot(dirname(fileURLToPath(import.meta.url)));
export const viewsFolder: string = join(packageRoot, "server", "views");
export const libraryFolder: string = join(packageRoot, "surveys", "library");
export const schemaFolder: string = join(packageRoot, "surveys", "schema");
/** What the browser gets: bundles, styles and fonts, written by scripts/build-client. */
export const assetsFolder: string = join(packageRoot, "dist", "assets");
