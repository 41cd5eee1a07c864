import { readFile } from "node:fs/promises";
import { Problem } from "../server/http/problem.ts";
import { nameList } from "../server/questionnaires/lookup-lists.ts";
import { translator } from "../server/views/translate.ts";
import { type ListDocuments, listHashes, type Questionnaire } from "../surveys/engine/index.ts";
import { CommandError } from "./fail.ts";

/** `--list FILE` of a command, as often as there are files. */
export const listOption = [
  "--list <file>",
  "CSV file of a long list that the questionnaire names by its hash; repeat it for several",
  (file: string, files: string[]) => [...files, file],
  [] as string[],
] as const;

/** The text of a list's CSV file. */
export async function readListFile(file: string): Promise<string> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${file} cannot be read (${error.code ?? error.message}); check the path`);
  });
}

/** The name and the entries that a file's content has in a language. @throws CommandError with the line of a fault */
function named(file: string, csv: string, language: string) {
  try {
    return { language, ...nameList({ language, csv }) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new CommandError(`${file}: ${translator("en")(`problems.${error.code}.detail`, error.params)}`);
  }
}

/**
 * The long lists that questionnaires name, from CSV files: a file belongs where its content has the name (hash) that a
 * questionnaire gives for one of its languages.
 * @throws CommandError for a file that none of them names, and for a list that no file was given for
 */
export async function readLists(
  files: readonly string[],
  ...definitions: Questionnaire[]
): Promise<ListDocuments> {
  const wanted = new Set(definitions.flatMap(listHashes));
  const languages = [...new Set(definitions.flatMap((definition) => definition.languages))];
  const documents: ListDocuments = {};
  for (const file of files) {
    const csv = await readListFile(file);
    const names = languages.map((language) => named(file, csv, language));
    const fitting = names.filter(({ hash }) => wanted.has(hash));
    for (const { hash, entries } of fitting) documents[hash] = entries;
    if (fitting.length === 0)
      throw new CommandError(
        `the questionnaire names no list with the content of ${file}; its names would be ${names
          .map(({ language, hash }) => `"${language}": "${hash}"`)
          .join(", ")}`,
      );
  }
  for (const definition of definitions) assertGiven(definition, documents);
  return documents;
}

function assertGiven(definition: Questionnaire, documents: ListDocuments): void {
  for (const [name, list] of Object.entries(definition.lists ?? {}))
    for (const [language, hash] of Object.entries("documents" in list ? list.documents : {}))
      if (!documents[hash])
        throw new CommandError(
          `the list ${name} (${language}) is kept apart; give its CSV file too: --list FILE.csv`,
        );
}
