import type { AddDifference } from "./compare-versions.ts";
import type { CompiledOption } from "./compiled.ts";
import { longestRising } from "./moved-items.ts";
import { sameText } from "./text.ts";

/** What changed at the options or rows of a question. */
export function compareCodes(
  what: "option" | "row",
  before: readonly CompiledOption[],
  after: readonly CompiledOption[],
  add: AddDifference,
): void {
  const now = new Map(after.map((option) => [option.code, option]));
  for (const option of before) {
    const other = now.get(option.code);
    if (other) compareOption(`${what} ${option.code}`, option, other, add);
    else add("recoded", `${what} ${option.code} is gone`, false);
  }
  const places = new Map(before.map((option, at) => [option.code, at]));
  for (const option of after)
    if (!places.has(option.code)) add("recoded", `${what} ${option.code} is new`, true);
  const kept = after.flatMap(({ code }) => places.get(code) ?? []);
  if (longestRising(kept).size < kept.length) add("route", `the ${what}s stand in another order`, true);
}

function compareOption(
  name: string,
  before: CompiledOption,
  after: CompiledOption,
  add: AddDifference,
): void {
  if (!sameText(before.label, after.label)) add("text", `${name} reads differently`, true);
  // It may stand beside others in an older answer.
  if (before.exclusive !== after.exclusive)
    add("limits", `${name} is ${after.exclusive ? "exclusive now" : "exclusive no more"}`, !after.exclusive);
  if (before.when?.source !== after.when?.source)
    add(
      "route",
      `${name}: condition ${before.when?.source ?? "none"} became ${after.when?.source ?? "none"}`,
      true,
    );
  if (before.anchor !== after.anchor)
    add("route", `${name} ${after.anchor ? "keeps its place now" : "keeps its place no more"}`, true);
  if (before.inverse !== after.inverse)
    add("recoded", `${name}: inverse ${before.inverse} became ${after.inverse}`, true);
}
