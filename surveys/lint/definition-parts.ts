import type { LintSubject } from "./rule.ts";

/** Ids under which something is stored: items and other-specify fields, each with its pointer. */
export function answerIds(subject: LintSubject): { id: string; pointer: string }[] {
  return subject.visits.flatMap(({ item, pointer }) => [
    { id: item.id, pointer: `${pointer}/id` },
    ...("options" in item
      ? (item.options ?? []).flatMap((option, index) =>
          option.other ? [{ id: option.other.id, pointer: `${pointer}/options/${index}/other/id` }] : [],
        )
      : []),
  ]);
}

/** Every list of codes: options, grid rows, fixed roster items, lookup entries, sample options. */
export function optionLists(subject: LintSubject): { codes: string[]; pointer: string }[] {
  const ofItems = subject.visits.flatMap(({ item, pointer }) => [
    ...("options" in item && item.options
      ? [{ codes: item.options.map((option) => option.code), pointer: `${pointer}/options` }]
      : []),
    ...(item.type === "grid" && item.rows
      ? [{ codes: item.rows.map((row) => row.code), pointer: `${pointer}/rows` }]
      : []),
    ...(item.type === "roster" && item.fixed
      ? [{ codes: item.fixed.map((entry) => entry.code), pointer: `${pointer}/fixed` }]
      : []),
  ]);
  const ofLists = Object.entries(subject.definition.lists ?? {}).flatMap(([name, list]) =>
    "entries" in list
      ? [{ codes: list.entries.map((entry) => entry.code), pointer: `/lists/${name}/entries` }]
      : [],
  );
  return [...ofItems, ...ofLists];
}
