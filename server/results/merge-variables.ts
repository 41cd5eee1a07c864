import type { Category, SpecialCode, Variable } from "./variable.ts";
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

/** One merged variable and what each version called it. */
interface Column {
  merged: Variable;
  /** Name in the questionnaire. */
  name: string;
  /** Newest version that has it first. */
  of: { version: string; variable: Variable }[];
}

/**
 * The variables of a study over several versions of its questionnaire, newest version first. The rules:
 * order and words are those of the newest version; what only older ones had comes at the end, options alike;
 * a name that changed its type becomes two variables, the older one with the version behind its name, because
 * such data do not belong into one column. Everything else that a reader has to know is in `notes`.
 */
export function mergeVariables(versions: readonly VersionVariables[]): MergedVariables {
  const taken = new Set(versions.flatMap(({ variables }) => variables.map(({ name }) => name)));
  const columns = new Map<string, Column[]>();
  const ordered: Column[] = [];
  const renamed = new Map<string, Map<string, string>>();
  for (const { version, variables } of versions) {
    const names = new Map<string, string>();
    renamed.set(version, names);
    for (const variable of variables) {
      const known = columns.get(variable.name) ?? [];
      let column = known.find(({ merged }) => merged.type === variable.type);
      if (column) column.merged = joined(column.merged, variable);
      else {
        const name = known.length === 0 ? variable.name : freeName(`${variable.name}_v${version}`, taken);
        column = { merged: { ...variable, name }, name: variable.name, of: [] };
        columns.set(variable.name, [...known, column]);
        ordered.push(column);
      }
      column.of.push({ version, variable });
      if (column.merged.name !== variable.name) names.set(variable.name, column.merged.name);
    }
  }
  const all = versions.map(({ version }) => version);
  return {
    variables: ordered.map(({ merged }) => merged),
    renamed,
    lacking: new Map(all.map((version) => [version, lackingIn(version, ordered)])),
    notes: ordered.flatMap((column) => notesOf(column, columns.get(column.name) ?? [], all)),
  };
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  while (taken.has(name)) name += "_";
  taken.add(name);
  return name;
}

function joined(newer: Variable, older: Variable): Variable {
  return {
    ...newer,
    categories: union(newer.categories, older.categories, ({ code }: Category) => code),
    specials: union(newer.specials, older.specials, ({ id }: SpecialCode) => id),
    personal: newer.personal || older.personal,
    openText: newer.openText || older.openText,
  };
}

function union<T>(first: readonly T[], more: readonly T[], key: (entry: T) => string): T[] {
  const known = new Set(first.map(key));
  return [...first, ...more.filter((entry) => !known.has(key(entry)))];
}

function lackingIn(version: string, columns: readonly Column[]): Map<string, Set<string>> {
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

/** `siblings` are the columns of one name, of different types, newest first. */
function notesOf(column: Column, siblings: readonly Column[], all: readonly string[]): VersionNote[] {
  const { merged, name, of } = column;
  const [newest] = siblings;
  const answered = siblings.reduce((sum, sibling) => sum + sibling.of.length, 0);
  const versions = of.map(({ version }) => version).toReversed();
  const notes: VersionNote[] = [];
  if (newest && newest !== column)
    notes.push({
      code: "retyped",
      variable: merged.name,
      name,
      was: merged.type,
      is: newest.merged.type,
      versions,
    });
  else if (answered < all.length)
    notes.push({
      code: versions.at(-1) === all[0] ? "new-in" : "only-in",
      variable: merged.name,
      versions,
    });
  for (const { code } of merged.categories) notes.push(...optionNotes(column, code));
  return notes;
}

/** An option that some versions with this variable lack, and one that read differently. */
function optionNotes({ merged, of }: Column, option: string): VersionNote[] {
  const offered = of.flatMap(({ version, variable }) => {
    const found = variable.categories.find(({ code }) => code === option);
    return found ? [{ version, label: found.label }] : [];
  });
  const [first] = offered;
  if (!first) return [];
  const about = { variable: merged.name, option };
  const notes: VersionNote[] = [];
  if (offered.length < of.length)
    notes.push({
      code: first.version === of[0]?.version ? "option-new-in" : "option-only-in",
      ...about,
      label: first.label,
      versions: offered.map(({ version }) => version).toReversed(),
    });
  for (const other of offered.slice(1))
    if (JSON.stringify(other.label) !== JSON.stringify(first.label))
      notes.push({
        code: "option-reworded",
        ...about,
        was: other.label,
        is: first.label,
        versions: [other.version],
      });
  return notes;
}
