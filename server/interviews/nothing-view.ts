import type { NoCase } from "../cases/why-no-case.ts";
import { translator } from "../views/translate.ts";
import { nextTimeWords } from "./next-time-words.ts";

/** Why there is no case for somebody now: a sentence with the nearest time, and the counts behind it. */
export interface NothingView {
  words: string;
  lines: { words: string; until: string | null }[];
}

export function nothingView(none: NoCase, locale: string): NothingView {
  const t = translator(locale);
  const { nextAt, zone, lines } = none;
  const main = t(`work.nothing.${none.none}`);
  const next =
    nextAt && t("work.nextAt", { time: nextTimeWords({ at: nextAt, zone: zone ?? "UTC" }, locale) });
  return {
    words: [main, next].filter(Boolean).join(" "),
    lines: lines.map(({ reason, cases, next: first }) => ({
      words: t(`work.keptBack.${reason}`, { count: cases }),
      until: first && t("work.firstAt", { time: nextTimeWords(first, locale) }),
    })),
  };
}
