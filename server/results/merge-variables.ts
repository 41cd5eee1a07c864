import { columnNotes } from "./column-notes.ts";
import { headersOf, joinVariables, type MergedColumn } from "./merged-column.ts";
import type { Variable } from "./variable.ts";
import type { VersionNote } from "./version-note.ts";

/** A version of the questionnaire by the name that people know it by: "2" is the second that was published. */
export interface VersionVariables {
  version: string;
  variables: readonly Variable[];
}

export interface MergedVariables {
  variables: Variable[];
  /** Version -> name in it -> name in the merged data, where the two differ. */
  renamed: Map<string, Map<string, string>>;
  /** Version -> merged name -> options that the version did not offer. */
  lacking: Map<string, Map<string, Set<string>>>;
  notes: VersionNote[];
}

/**
 * The variables of a study over several versions of its questionnaire, newest version first. The rules:
 * order and words are those of the newest version; what only older ones had comes at the end, options alike;
 * a name that changed its type becomes two variables, the older one with the version behind its name, because
 * such data do not belong into one column; so does one whose column has a name that is taken by then.
 * Everything else that a reader has to know is in `notes`.
 */
export function mergeVariables(versions: readonly VersionVariables[]): MergedVariables {
  const columns = new Map<string, MergedColumn[]>();
  const ordered: MergedColumn[] = [];
  for (const { version, variables } of versions)
    for (const variable of variables) {
      const known = columns.get(variable.name) ?? [];
      let column = known.find(({ merged }) => merged.type === variable.type);
      if (column) column.merged = joinVariables(column.merged, variable);
      else {
        column = { merged: variable, name: variable.name, of: [] };
        columns.set(variable.name, [...known, column]);
        ordered.push(column);
      }
      column.of.push({ version, variable });
    }
  nameColumns(ordered, columns);
  const all = versions.map(({ version }) => version);
  return {
    variables: ordered.map(({ merged }) => merged),
    renamed: new Map(all.map((version) => [version, renamedIn(version, ordered)])),
    lacking: new Map(all.map((version) => [version, lackingIn(version, ordered)])),
    notes: ordered.flatMap((column) => columnNotes(column, columns.get(column.name) ?? [], all)),
  };
}

/** Gives each column a name of its own, so that no two headers of a file are the same. */
function nameColumns(ordered: readonly MergedColumn[], columns: ReadonlyMap<string, MergedColumn[]>): void {
  const names = new Set(columns.keys());
  const headers = new Set<string>();
  for (const column of ordered) {
    const isFirst = columns.get(column.name)?.[0] === column;
    const clashes = ({ merged }: MergedColumn) => headersOf(merged).some((header) => headers.has(header));
    if (!isFirst || clashes(column)) {
      let name = `${column.name}_v${column.of[0]?.version}`;
      while (names.has(name) || clashes({ ...column, merged: { ...column.merged, name } })) name += "_";
      names.add(name);
      column.merged = { ...column.merged, name };
    }
    for (const header of headersOf(column.merged)) headers.add(header);
  }
}

function renamedIn(version: string, columns: readonly MergedColumn[]): Map<string, string> {
  return new Map(
    columns.flatMap(({ merged, name, of }) =>
      merged.name !== name && of.some((one) => one.version === version) ? [[name, merged.name] as const] : [],
    ),
  );
}

function lackingIn(version: string, columns: readonly MergedColumn[]): Map<string, Set<string>> {
  const lacking = new Map<string, Set<string>>();
  for (const { merged, of } of columns) {
    const own = of.find((one) => one.version === version)?.variable.categories;
    if (!own || own.length === merged.categories.length) continue;
    const offered = new Set(own.map(({ code }) => code));
    lacking.set(
      merged.name,
      new Set(merged.categories.flatMap(({ code }) => (offered.has(code) ? [] : [code]))),
    );
  }
  return lacking;
}
