import type { VersionDifference } from "./compare-versions.ts";
import type { LocalText, Questionnaire, SampleVariable } from "./definition.ts";
import { compileText, sameText } from "./text.ts";

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What changed beside the items: sample variables, languages, special answers, placeholders. */
export function compareWhole(from: Questionnaire, to: Questionnaire): VersionDifference[] {
  const found: VersionDifference[] = [];
  const add = (
    kind: VersionDifference["kind"],
    [part, name]: [string, string?],
    detail: string,
    compatible: boolean,
  ) =>
    found.push({
      ...{ kind, id: name ? `${part}.${name}` : part, pointer: name ? `/${part}/${name}` : `/${part}` },
      ...{ detail, compatible },
    });
  const compiled = (text: LocalText | undefined, { languages }: Questionnaire) =>
    text === undefined ? undefined : compileText(text, languages);
  const alike = (a: LocalText | undefined, b: LocalText | undefined) =>
    sameText(compiled(a, from), compiled(b, to));
  for (const part of ["title", "description"] as const)
    if (!alike(from[part], to[part])) add("text", [part], "it reads differently", true);
  compareLanguages(from.languages, to.languages, add);
  const kept = (part: "sample" | "specials" | "placeholders") => {
    const [before, after] = [from[part] ?? {}, to[part] ?? {}] as Record<string, unknown>[];
    for (const name of Object.keys(before ?? {}))
      if (!Object.hasOwn(after ?? {}, name)) add("removed", [part, name], "it is gone", true);
    for (const name of Object.keys(after ?? {}))
      if (!Object.hasOwn(before ?? {}, name)) add("added", [part, name], "it is new", true);
    return Object.keys(before ?? {}).filter((name) => Object.hasOwn(after ?? {}, name));
  };
  for (const name of kept("sample")) {
    const [before, after] = [from.sample?.[name], to.sample?.[name]];
    if (before && after)
      compareSample(before, after, (...rest) => add(rest[0], ["sample", name], rest[1], rest[2]));
  }
  for (const name of kept("specials")) {
    const [before, after] = [from.specials?.[name], to.specials?.[name]];
    if (!alike(before?.label, after?.label)) add("text", ["specials", name], "it reads differently", true);
    if (before?.entry !== after?.entry)
      add(
        "setting",
        ["specials", name],
        `entry ${before?.entry ?? "default"} became ${after?.entry ?? "default"}`,
        true,
      );
    if (before?.exportCode !== after?.exportCode)
      add(
        "recoded",
        ["specials", name],
        `export code ${before?.exportCode ?? "default"} became ${after?.exportCode ?? "default"}`,
        true,
      );
  }
  for (const name of kept("placeholders"))
    if (!same(from.placeholders?.[name], to.placeholders?.[name]))
      add("text", ["placeholders", name], "it shows something else", true);
  if ((from.offRoute ?? "purge") !== (to.offRoute ?? "purge"))
    add("setting", ["offRoute"], `${from.offRoute ?? "purge"} became ${to.offRoute ?? "purge"}`, true);
  return found;
}

type Add = (
  kind: VersionDifference["kind"],
  place: [string, string?],
  detail: string,
  compatible: boolean,
) => void;

/** An interview that is held in a language goes on in it. */
function compareLanguages(from: readonly string[], to: readonly string[], add: Add): void {
  const gone = from.filter((language) => !to.includes(language));
  const fresh = to.filter((language) => !from.includes(language));
  if (gone.length > 0) add("removed", ["languages"], `gone: ${gone.join(", ")}`, false);
  if (fresh.length > 0) add("added", ["languages"], `new: ${fresh.join(", ")}`, true);
}

function compareSample(
  before: SampleVariable,
  after: SampleVariable,
  add: (kind: VersionDifference["kind"], detail: string, compatible: boolean) => void,
): void {
  if (before.type !== after.type) {
    add("retyped", `${before.type} became ${after.type}`, false);
    return;
  }
  if (!same(before.label, after.label)) add("text", "it reads differently", true);
  if (before.type !== "single" || after.type !== "single") return;
  const codes = ({ options }: typeof before) =>
    options.map((option) => (typeof option === "string" ? option : option.code));
  const [older, newer] = [codes(before), codes(after)];
  for (const code of older) if (!newer.includes(code)) add("recoded", `option ${code} is gone`, false);
  for (const code of newer) if (!older.includes(code)) add("recoded", `option ${code} is new`, true);
}
