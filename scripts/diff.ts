import { Command } from "commander";
import { compareVersions, compile } from "../surveys/engine/index.ts";
import { readValidQuestionnaire } from "./read-questionnaire.ts";

/** `fieldline diff A B`: what changed, and whether running interviews could move. Exit 1 if they could not. */
export function diffCommand(): Command {
  return new Command("diff")
    .description("Compare two versions of a questionnaire: added, removed, retyped, recoded.")
    .argument("<before>", "older version (JSON)")
    .argument("<after>", "newer version (JSON)")
    .option("--json", "print one machine-readable result")
    .action(async (before: string, after: string, options: { json?: boolean }) => {
      const [from, to] = [
        compile(await readValidQuestionnaire(before)),
        compile(await readValidQuestionnaire(after)),
      ];
      const differences = compareVersions(from, to);
      const compatible = differences.every((difference) => difference.compatible);
      if (options.json) process.stdout.write(`${JSON.stringify({ compatible, differences })}\n`);
      else {
        const count = differences.length === 1 ? "1 difference" : `${differences.length} differences`;
        for (const { kind, id, detail, compatible: fits } of differences) {
          process.stdout.write(`${fits ? " " : "!"} ${kind} ${id}: ${detail}\n`);
        }
        process.stdout.write(
          compatible
            ? `${count}; running interviews can move\n`
            : `${count}; those marked ! keep running interviews on the older version\n`,
        );
      }
      if (!compatible) process.exitCode = 1;
    });
}
