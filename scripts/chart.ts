import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { Command, Option } from "commander";
import { countResults } from "../server/results/count-results.ts";
import { findChart } from "../server/results/find-chart.ts";
import { type ChartFormat, renderChart } from "../server/results/render-chart.ts";
import { withStudy } from "./with-study.ts";

interface ChartFlags {
  question: string;
  format: ChartFormat;
  out: string;
  language: string;
  json?: true;
}

async function chartStudy(key: string, flags: ChartFlags): Promise<void> {
  const result = await withStudy(key, async (deps, study) => {
    const results = await countResults(deps, study);
    const spec = findChart(results, flags.question, { locale: flags.language, withholdBelow: 0 });
    const file = await renderChart(spec, flags.format);
    await mkdir(dirname(flags.out), { recursive: true });
    await writeFile(flags.out, file);
    return { study: study.key, question: spec.name, base: spec.base, file: flags.out, bytes: file.length };
  });
  if (flags.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else
    process.stdout.write(`${result.file}: ${result.question}, base ${result.base}, ${result.bytes} bytes\n`);
}

export function chartCommand(): Command {
  return new Command("chart")
    .description("draw the answers to one question, with base and field dates")
    .argument("<study>", "key or id of the study")
    .requiredOption("--question <id>", "question, grid or grid row")
    .addOption(new Option("--format <format>", "file format").choices(["svg", "png"]).default("svg"))
    .requiredOption("--out <file>", "file to write")
    .addOption(new Option("--language <code>", "language of the words").choices(["en", "de"]).default("en"))
    .option("--json", "print the result as JSON")
    .action(chartStudy);
}
