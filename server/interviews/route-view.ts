import type { TFunction } from "i18next";
import {
  type Compiled,
  type LocalText,
  type OutlineEntry,
  outline,
  plainText,
} from "../../surveys/engine/index.ts";
import type { InterviewDoc } from "./interview-model.ts";
import { interviewUrl } from "./interview-url.ts";

interface Section {
  title: string;
  entries: OutlineEntry[];
}

const icons = { done: "check", now: "dot", open: "open" };

function localized(text: LocalText | undefined, language: string): string | null {
  if (text === undefined || typeof text === "string") return text ?? null;
  const found = text[language] ?? Object.values(text)[0];
  return typeof found === "string" ? found : (found?.forms.other ?? null);
}

function titleOf(compiled: Compiled, entry: OutlineEntry, language: string): string {
  const item = compiled.nodes.get(entry.block ?? "")?.item;
  const title = item?.type === "block" ? localized(item.title, language) : null;
  return title ?? localized(compiled.definition.title, language) ?? "";
}

function sectionsOf(compiled: Compiled, entries: OutlineEntry[], language: string): Section[] {
  const sections: Section[] = [];
  for (const entry of entries) {
    const title = titleOf(compiled, entry, language);
    const last = sections.at(-1);
    if (last?.title === title) last.entries.push(entry);
    else sections.push({ title, entries: [entry] });
  }
  return sections;
}

/** The route in the side column: one line a block, with what is done; each leads to its first question. */
export function routeView(compiled: Compiled, interview: InterviewDoc, at: string, t: TFunction) {
  const asked = new Set(["question", "info", "select", "roster", "check"]);
  const entries = outline(compiled, interview.state).filter((entry) => asked.has(entry.kind));
  return sectionsOf(compiled, entries, interview.state.language).map(({ title, entries: own }) => {
    const done = own.filter((entry) => entry.status === "done" || entry.status === "overridden").length;
    const here = own.some((entry) => entry.key === at);
    const state: keyof typeof icons = here ? "now" : done === own.length ? "done" : "open";
    const words = { done: "routeDone", now: "routeNow", open: "routeOpen" }[state];
    const first = own[0];
    return {
      title: title || plainText(first?.label ?? []),
      state,
      icon: icons[state],
      words: t(`station.${words}`),
      href: done > 0 && !here && first ? interviewUrl(interview._id, first.key) : null,
      count: here ? t("station.ofCount", { done, count: own.length }) : String(own.length),
    };
  });
}
