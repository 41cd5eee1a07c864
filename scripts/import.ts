import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { Command } from "commander";
import readXlsx from "read-excel-file/node";
import { type Dropped, type Sheet, XlsFormError } from "../surveys/xlsform/form-sheet.ts";
import { importXlsForm } from "../surveys/xlsform/import-xlsform.ts";
import { CommandError } from "./fail.ts";

interface ImportOptions {
  out: string;
  json?: true;
}

async function readSheets(file: string): Promise<Sheet[]> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(
      error.code === "ENOENT"
        ? `${file} does not exist. Give the path of an XLSForm workbook.`
        : `${file} cannot be read: ${error.message}`,
    );
  });
  try {
    const sheets = await readXlsx(bytes);
    return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data as Sheet["rows"] }));
  } catch {
    throw new CommandError(
      `${file} is no .xlsx workbook. Save the form as .xlsx (an older .xls or a .csv is not read).`,
    );
  }
}

const line = ({ sheet, row, column, what, why }: Dropped) =>
  `  ${sheet}, row ${row}${column ? `, column ${column}` : ""}: ${what} (${why})\n`;

async function importForm(file: string, options: ImportOptions): Promise<void> {
  const sheets = await readSheets(file);
  try {
    const { questionnaire, questions, dropped } = importXlsForm(sheets, basename(file, ".xlsx"));
    await writeFile(options.out, `${JSON.stringify(questionnaire, null, 2)}\n`);
    if (options.json) {
      process.stdout.write(`${JSON.stringify({ file: options.out, questions, dropped })}\n`);
      return;
    }
    process.stdout.write(`${options.out}: ${questions} questions\n`);
    if (dropped.length > 0)
      process.stdout.write(`Not carried over (${dropped.length}):\n${dropped.map(line).join("")}`);
  } catch (error) {
    if (error instanceof XlsFormError)
      throw new CommandError(`${file}, ${error.message}. Nothing was written.`);
    throw error;
  }
}

export function importCommand(): Command {
  return new Command("import")
    .description("turn an XLSForm (ODK, KoboToolbox, SurveyCTO, ONA) into a questionnaire")
    .argument("<form>", "the .xlsx workbook")
    .requiredOption("-o, --out <file>", "where the questionnaire goes (JSON)")
    .option("--json", "print what was left out as JSON")
    .addHelpText("after", "\nExample: fieldline import form.xlsx -o questionnaire.json\n")
    .action(importForm);
}
