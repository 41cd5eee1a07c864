import { readFile } from "node:fs/promises";
import { nameList } from "../server/questionnaires/lookup-lists.ts";
import { type ListDocuments, listHashes, type Questionnaire } from "../surveys/engine/index.ts";
import { CommandError } from "./fail.ts";

/** The text of a list's CSV file. */
export async function readListFile(file: string): Promise<string> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${file} cannot be read (${error.code ?? error.message}); check the path`);
  });
}

/**
 * The long lists that a questionnaire names, from CSV files: a file belongs where its content has the name (hash)
 * that the questionnaire gives for one of its languages.
 * @throws CommandError for a file that the questionnaire does not name, and for a list that no file was given for
 */
export async function readLists(files: readonly string[], definition: Questionnaire): Promise<ListDocuments> {
  const wanted = new Set(listHashes(definition));
  const documents: ListDocuments = {};
  for (const file of files) {
    const csv = await readListFile(file);
    const named = definition.languages.map((language) => ({ language, ...nameList({ language, csv }) }));
    const fitting = named.filter(({ hash }) => wanted.has(hash));
    for (const { hash, entries } of fitting) documents[hash] = entries;
    if (fitting.length === 0)
      throw new CommandError(
        `the questionnaire names no list with the content of ${file}; its names would be ${named
          .map(({ language, hash }) => `"${language}": "${hash}"`)
          .join(", ")}`,
      );
  }
  for (const [name, list] of Object.entries(definition.lists ?? {}))
    for (const [language, hash] of Object.entries("documents" in list ? list.documents : {}))
      if (!documents[hash])
        throw new CommandError(
          `the list ${name} (${language}) is kept apart; give its CSV file too: --list FILE.csv`,
        );
  return documents;
}
