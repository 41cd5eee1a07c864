import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Deps } from "../deps.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { codebookHtml } from "./codebook-html.ts";
import { countResults } from "./count-results.ts";
import { csvQuery } from "./csv-query.ts";
import { chartSpecs } from "./find-chart.ts";
import { renderChart } from "./render-chart.ts";
import { writeCsvFile } from "./write-csv-file.ts";

/**
 * Everything that a client gets of a study, as files: data as codes and as labels, codebook, each chart as SVG
 * and the first `pngs` of them as PNG too.
 * @returns the files in the order of their writing
 */
export async function writeStudyFiles(
  deps: Deps,
  study: StudyDoc,
  options: { folder: string; locale: string; pngs: number },
): Promise<string[]> {
  const { locale } = options;
  const folder = join(options.folder, study.key);
  await mkdir(join(folder, "charts"), { recursive: true });
  const files: string[] = [];
  for (const values of ["codes", "labels"]) {
    const file = join(folder, values === "codes" ? "data.csv" : "data-labels.csv");
    await writeCsvFile(deps, { study, ...csvQuery({ values }, locale) }, file);
    files.push(file);
  }
  const results = await countResults(deps, study);
  const view = { locale, withholdBelow: 0 };
  const codebook = join(folder, "codebook.html");
  await writeFile(codebook, codebookHtml(study, results, view));
  files.push(codebook);
  for (const [index, spec] of chartSpecs(results, view).entries()) {
    for (const format of index < options.pngs ? (["svg", "png"] as const) : (["svg"] as const)) {
      const file = join(folder, "charts", `${spec.name}.${format}`);
      await writeFile(file, await renderChart(spec, format));
      files.push(file);
    }
  }
  return files;
}
