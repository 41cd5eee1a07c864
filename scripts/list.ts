import { Command } from "commander";
import { storeLookupList } from "../server/questionnaires/lookup-lists.ts";
import { readListFile } from "./read-lists.ts";
import { withDeps } from "./with-study.ts";

/** `fieldline list add FILE.csv --language de`: stores a long code list and prints its name. */
export function listCommand(): Command {
  const command = new Command("list").description("Long code lists for lookup questions.");
  command
    .command("add")
    .description("Store a list and print the name (hash) for `lists` in a questionnaire.")
    .argument("<file>", "CSV file with the columns code, label and, if wanted, search")
    .requiredOption("--language <language>", "language of the labels, such as de")
    .option("--json", "print one machine-readable result")
    .action(async (file: string, options: { language: string; json?: boolean }) => {
      const csv = await readListFile(file);
      const { language } = options;
      const stored = await withDeps((deps) => storeLookupList(deps, { language, csv }));
      process.stdout.write(
        options.json ? `${JSON.stringify({ file, language, ...stored })}\n` : `${stored.hash}\n`,
      );
    });
  return command;
}
