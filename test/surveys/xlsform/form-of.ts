import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import readXlsx from "read-excel-file/node";
import { packageRoot } from "../../../server/paths.ts";
import type { Item } from "../../../surveys/engine/index.ts";
import type { Sheet } from "../../../surveys/xlsform/form-sheet.ts";
import { importXlsForm } from "../../../surveys/xlsform/import-xlsform.ts";

const folder = join(packageRoot, "test", "fixtures", "forms");

/** Real forms, without those that are meant to be refused. */
export const formFiles = readdirSync(folder).filter(
  (name) => name.endsWith(".xlsx") && !name.startsWith("pyxform-bad-"),
);

export async function sheetsOf(name: string): Promise<Sheet[]> {
  const sheets = await readXlsx(readFileSync(join(folder, name)));
  return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data as Sheet["rows"] }));
}

export const importFile = async (name: string) => importXlsForm(await sheetsOf(name), name);

export function itemOf(items: readonly Item[], id: string): Item | undefined {
  for (const item of items) {
    if (item.id === id) return item;
    const inner = "items" in item ? itemOf(item.items, id) : undefined;
    if (inner) return inner;
  }
  return undefined;
}

type Cells = (string | null)[][];

/** A form written for one test: rows of the survey sheet, of the choices, and further sheets. */
export const formOf = (survey: Cells, choices: Cells = [], more: Sheet[] = []) =>
  importXlsForm(
    [
      { name: "survey", rows: survey },
      { name: "choices", rows: [["list_name", "name", "label"], ...choices] },
      ...more,
    ],
    "Test",
  );

/** `{a}` stands for the form's `${a}`, which a linter would take for a forgotten template. */
export const ref = (short: string) => short.replaceAll(/\{(\w+)\}/g, (_, name) => `$\{${name}}`);
