import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { GlobalFonts } from "@napi-rs/canvas";

/** Without shipped fonts a machine that has none draws charts without any text. */
const subsets: [subset: string, family: string][] = [
  ["latin", "Inter"],
  ["latin-ext", "Inter Ext"],
  ["cyrillic", "Inter Cyrillic"],
  ["greek", "Inter Greek"],
  ["vietnamese", "Inter Vietnamese"],
];

/** Font family list: a letter that one subset lacks comes from the next one. */
export const chartFont: string = subsets.map(([, family]) => `"${family}"`).join(", ");

let registered = false;

/** Makes Inter known to the canvas, in weights 400 and 600; once per process. */
export function registerChartFonts(): void {
  if (registered) return;
  const folder = dirname(createRequire(import.meta.url).resolve("@fontsource/inter/package.json"));
  for (const [subset, family] of subsets)
    for (const weight of [400, 600]) {
      const file = join(folder, "files", `inter-${subset}-${weight}-normal.woff2`);
      if (!GlobalFonts.registerFromPath(file, family)) throw new Error(`cannot load the font ${file}`);
    }
  registered = true;
}
