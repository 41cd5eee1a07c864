import { Command } from "commander";
import type { Finding } from "../surveys/lint/finding.ts";
import { readQuestionnaire } from "./read-questionnaire.ts";

/** `fieldline check FILE…`: exit 1 on errors, 0 with warnings. */
export function checkCommand(): Command {
  return new Command("check")
    .description("Check questionnaires against the schema and the rules of surveys/README.md.")
    .argument("<file...>", "questionnaire files (JSON)")
    .option("--json", "print one machine-readable result")
    .action(async (files: string[], options: { json?: boolean }) => {
      const checked: { file: string; errors: Finding[]; warnings: Finding[] }[] = [];
      for (const file of files) {
        const { result } = await readQuestionnaire(file);
        checked.push({ file, errors: result.errors, warnings: result.warnings });
      }
      if (options.json) process.stdout.write(`${JSON.stringify({ files: checked })}\n`);
      else for (const one of checked) report(one);
      if (checked.some((one) => one.errors.length > 0)) process.exitCode = 1;
    });
}

function report({ file, errors, warnings }: { file: string; errors: Finding[]; warnings: Finding[] }): void {
  const line = (level: string, { code, pointer, message }: Finding) =>
    `${file}${pointer ? `#${pointer}` : ""}\n  ${level} ${code}: ${message}\n`;
  process.stdout.write(errors.map((finding) => line("error", finding)).join(""));
  process.stdout.write(warnings.map((finding) => line("warning", finding)).join(""));
  process.stdout.write(`${file}: ${counted(errors, "error")}, ${counted(warnings, "warning")}\n`);
}

const counted = ({ length }: Finding[], word: string) => `${length} ${word}${length === 1 ? "" : "s"}`;
