import type { MergedColumn } from "./merged-column.ts";
import type { VersionNote } from "./version-note.ts";

/**
 * What a reader has to know about one merged variable. `siblings` are the columns of its name in the
 * questionnaire, of different types, newest first; `all` the versions, newest first.
 */
export function columnNotes(
  column: MergedColumn,
  siblings: readonly MergedColumn[],
  all: readonly string[],
): VersionNote[] {
  const { merged } = column;
  return [
    ...placeNotes(column, siblings, all),
    ...wordNotes(column),
    ...merged.categories.flatMap(({ code }) => optionNotes(column, code)),
    ...specialNotes(column),
  ];
}

/** Where the answers are: in versions that lacked it nowhere, of another type or name in a column of their own. */
function placeNotes(
  { merged, name, of }: MergedColumn,
  siblings: readonly MergedColumn[],
  all: readonly string[],
): VersionNote[] {
  const newest = siblings[0]?.merged;
  const asked = siblings.reduce((sum, sibling) => sum + sibling.of.length, 0);
  const versions = of.map(({ version }) => version).toReversed();
  const variable = merged.name;
  if (newest && newest !== merged)
    return [{ code: "retyped", variable, name, was: merged.type, is: newest.type, versions }];
  const notes: VersionNote[] = variable === name ? [] : [{ code: "renamed", variable, name, versions }];
  if (asked < all.length)
    notes.push({ code: versions.at(-1) === all[0] ? "new-in" : "only-in", variable, versions });
  return notes;
}

/** Versions that asked in other words than the newest one that asks. */
function wordNotes({ merged, of }: MergedColumn): VersionNote[] {
  const [newest, ...older] = of;
  const others = older.filter(
    ({ variable }) => JSON.stringify(variable.read) !== JSON.stringify(newest?.variable.read),
  );
  if (others.length === 0) return [];
  const versions = others.map(({ version }) => version).toReversed();
  return [{ code: "reworded", variable: merged.name, versions }];
}

/** An option that some versions with this variable lack, and one that read differently. */
function optionNotes({ merged, of }: MergedColumn, option: string): VersionNote[] {
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

/** Special answers that some versions lack, and those whose code in the file is not that of their version. */
function specialNotes({ merged, of }: MergedColumn): VersionNote[] {
  return merged.specials.flatMap(({ id, label, code }) => {
    const had = of.flatMap(({ version, variable }) => {
      const own = variable.specials.find((special) => special.id === id);
      return own ? [{ version, code: own.code }] : [];
    });
    const about = { variable: merged.name, option: code, label };
    const notes: VersionNote[] = [];
    if (had.length < of.length)
      notes.push({
        code: had[0]?.version === of[0]?.version ? "option-new-in" : "option-only-in",
        ...about,
        versions: had.map(({ version }) => version).toReversed(),
      });
    for (const { version, code: was } of had)
      if (was !== code) notes.push({ code: "special-recoded", ...about, was, versions: [version] });
    return notes;
  });
}
