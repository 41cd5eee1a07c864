import { stat } from "node:fs/promises";
import { Command, Option } from "commander";
import { csvQuery } from "../server/results/csv-query.ts";
import { openVersion } from "../server/results/open-version.ts";
import { countCompleted } from "../server/results/results-store.ts";
import { openStudyReader } from "../server/results/study-reader.ts";
import { versionNoteText } from "../server/results/version-note.ts";
import { writeCsvFile } from "../server/results/write-csv-file.ts";
import { withStudy } from "./with-study.ts";

interface ExportFlags {
  out: string;
  values: string;
  separator: string;
  decimal: string;
  bom: boolean;
  raw?: true;
  language: string;
  json?: true;
}

async function exportStudy(key: string, flags: ExportFlags): Promise<void> {
  const result = await withStudy(key, async (deps, study) => {
    const { values, separator, decimal, language } = flags;
    const bom = flags.bom ? "yes" : "no";
    const request = csvQuery({ values, separator, decimal, bom, raw: flags.raw ? "yes" : "no" }, language);
    await writeCsvFile(deps, { study, ...request }, flags.out);
    const { size } = await stat(flags.out);
    const { notes } = await openStudyReader(deps, study, openVersion);
    return {
      study: study.key,
      interviews: await countCompleted(deps, study._id),
      file: flags.out,
      bytes: size,
      notes: notes.map((note) => versionNoteText(note, language)),
    };
  });
  if (flags.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else {
    process.stdout.write(`${result.file}: ${result.interviews} interviews, ${result.bytes} bytes\n`);
    for (const note of result.notes) process.stderr.write(`${note}\n`);
  }
}

export function exportCommand(): Command {
  return new Command("export")
    .description(
      "write a study's completed interviews to a file; nothing personal is in it. " +
        "Several versions of the questionnaire become one file: the union of their variables in the order of the newest; " +
        "what changed between them is said on stderr",
    )
    .argument("<study>", "key or id of the study")
    .requiredOption("--out <file>", "file to write; it appears only when it is complete")
    .addOption(new Option("--format <format>", "file format").choices(["csv"]).default("csv"))
    .addOption(
      new Option("--values <what>", "what cells hold").choices(["codes", "labels", "both"]).default("codes"),
    )
    .addOption(
      new Option("--separator <name>", "between cells")
        .choices(["comma", "semicolon", "tab"])
        .default("comma"),
    )
    .addOption(new Option("--decimal <name>", "decimal sign").choices(["dot", "comma"]).default("dot"))
    .option("--no-bom", "leave out the byte order mark that Excel needs")
    .option("--raw", "for statistics programs: open text exactly as typed, formulas not defused")
    .option("--language <code>", "language of labels", "en")
    .option("--json", "print the result as JSON")
    .action(exportStudy);
}
