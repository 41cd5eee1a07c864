import { existsSync } from "node:fs";
import { readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { assetsFolder, packageRoot } from "../server/paths.ts";

/** Browser scripts that a page names in `scripts`; everything else in client/ is imported by one of them. */
const entries = ["station", "results"];

const folder = join(packageRoot, "client");

/**
 * Bundles scripts, style sheet and fonts under names that carry their content's hash, so that browsers may keep
 * them for ever; `manifest.json` tells the server which name stands for which file.
 */
async function buildClient(): Promise<void> {
  if (existsSync(assetsFolder))
    for (const old of await readdir(assetsFolder)) await rm(join(assetsFolder, old), { recursive: true });
  const { metafile } = await build({
    absWorkingDir: packageRoot,
    entryPoints: [...entries.map((name) => join(folder, `${name}.ts`)), join(folder, "style.css")],
    outdir: assetsFolder,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome123", "firefox120", "safari17.5"],
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file" },
    metafile: true,
    logLevel: "warning",
  });
  const named = Object.entries(metafile.outputs).flatMap(([path, output]) => {
    if (!output.entryPoint) return [];
    return [[basename(output.entryPoint).replace(/\.ts$/, ".js"), basename(path)]];
  });
  await writeFile(join(assetsFolder, "manifest.json"), JSON.stringify(Object.fromEntries(named), null, 2));
}

await buildClient();
