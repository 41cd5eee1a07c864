import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { assetsFolder, packageRoot } from "../server/paths.ts";

await mkdir(assetsFolder, { recursive: true });
await cp(join(packageRoot, "client", "style.css"), join(assetsFolder, "style.css"));
