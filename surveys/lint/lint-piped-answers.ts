import type { Node } from "../engine/compiled.ts";
import { randomBlockAround } from "../engine/reference-problem.ts";
import type { Finding } from "./finding.ts";
import { namesIn } from "./lint-placeholders.ts";
import type { LintSubject, Rules } from "./rule.ts";
import { textsOf } from "./texts-of.ts";

/** Questions whose answers a declared placeholder puts into a text. */
function sourcesOf(subject: LintSubject, name: string): Node[] {
  const { nodes, others, placeholders } = subject.compiled;
  const placeholder = placeholders.get(name);
  if (!placeholder) return [];
  const { definition, value } = placeholder;
  const questions =
    definition.source === "answer"
      ? [definition.question]
      : (value?.references ?? []).map((reference) => reference.name);
  return questions.flatMap((id) => nodes.get(id) ?? others.get(id)?.node ?? []);
}

/** Why this text can never, or not always, know the answer it reads; null if it can. */
function problemOf(name: string, place: Node, source: Node): Omit<Finding, "pointer"> | null {
  // The name of a roster item is filled when its items are, so it may look inside the roster.
  if (source.rosters.includes(place)) return null;
  if (source.index >= place.index) {
    return {
      code: "placeholder-later",
      message: `{${name}} comes from ${source.id}, which is not answered when this text is read; move the question forward or change the text`,
    };
  }
  const outside = source.rosters.find((roster) => !place.rosters.includes(roster));
  if (outside) {
    return {
      code: "placeholder-roster",
      message: `{${name}} comes from ${source.id}, which is asked for each ${outside.id}, so here nobody knows whose answer is meant; move the text into the roster or take another source`,
    };
  }
  const block = randomBlockAround(place, source);
  if (!block) return null;
  return {
    code: "placeholder-random-sibling",
    message: `{${name}} comes from ${source.id}, which may be asked later because the block ${block.id} is shuffled; give the block a fixed order or change the text`,
  };
}

/** A text reads an answer aloud only if that answer is there by then, in every order of the interview. */
function pipedAnswers(subject: LintSubject): Finding[] {
  return textsOf(subject).flatMap(({ text, pointer, visit }): Finding[] => {
    const item = visit === null ? undefined : subject.visits[visit]?.item;
    const place = item && subject.compiled.nodes.get(item.id);
    if (!place) return [];
    const names = new Set(subject.definition.languages.flatMap((language) => [...namesIn(text, language)]));
    return [...names].flatMap((name) => {
      const problems = sourcesOf(subject, name).flatMap((source) => problemOf(name, place, source) ?? []);
      return problems.slice(0, 1).map((problem) => ({ ...problem, pointer }));
    });
  });
}

export const pipedAnswerRules: Rules = { errors: pipedAnswers };
