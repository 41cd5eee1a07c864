import { Command } from "commander";
import type { ListDocuments, Questionnaire } from "../surveys/engine/index.ts";
import type { Finding } from "../surveys/lint/finding.ts";
import { listOption, readLists } from "./read-lists.ts";
import { readQuestionnaire } from "./read-questionnaire.ts";

/** `fieldline check FILE… --list FILE.csv`: exit 1 on errors, 0 with warnings. */
export function checkCommand(): Command {
  return new Command("check")
    .description("Check questionnaires against the schema and the rules of surveys/README.md.")
    .argument("<file...>", "questionnaire files (JSON)")
    .option(...listOption)
    .option("--json", "print one machine-readable result")
    .action(async (files: string[], options: { list: string[]; json?: boolean }) => {
      const documents = options.list.length > 0 ? await listsOf(files, options.list) : {};
      const checked: { file: string; errors: Finding[]; warnings: Finding[] }[] = [];
      for (const file of files) {
        const { result } = await readQuestionnaire(file, documents);
        checked.push({ file, errors: result.errors, warnings: result.warnings });
      }
      if (options.json) process.stdout.write(`${JSON.stringify({ files: checked })}\n`);
      else for (const one of checked) report(one);
      if (checked.some((one) => one.errors.length > 0)) process.exitCode = 1;
    });
}

/** The lists of those questionnaires that are right so far; in the others something else is to be mended first. */
async function listsOf(files: string[], lists: string[]): Promise<ListDocuments> {
  const read = await Promise.all(files.map((file) => readQuestionnaire(file)));
  const valid = read.filter(({ result }) => result.errors.length === 0);
  return valid.length === 0 ? {} : readLists(lists, ...valid.map(({ json }) => json as Questionnaire));
}

function report({ file, errors, warnings }: { file: string; errors: Finding[]; warnings: Finding[] }): void {
  const line = (level: string, { code, pointer, message }: Finding) =>
    `${file}${pointer ? `#${pointer}` : ""}\n  ${level} ${code}: ${message}\n`;
  process.stdout.write(errors.map((finding) => line("error", finding)).join(""));
  process.stdout.write(warnings.map((finding) => line("warning", finding)).join(""));
  process.stdout.write(`${file}: ${counted(errors, "error")}, ${counted(warnings, "warning")}\n`);
}

const counted = ({ length }: Finding[], word: string) => `${length} ${word}${length === 1 ? "" : "s"}`;
