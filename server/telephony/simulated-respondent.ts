import type { Step } from "../../surveys/engine/step.ts";
import { habits } from "./answer-habits.ts";
import { openAnswer } from "./open-answers.ts";
import type { Persona } from "./persona.ts";

/** What the respondent said, ready to become an act. */
export type Said =
  | { kind: "answer"; value: string | number | boolean | string[] }
  | { kind: "special"; value: string };

/** Questions that many people would rather not answer, with the share who refuse. */
const delicate: Record<string, number> = {
  age: 0.02,
  income: 0.16,
  vote: 0.07,
  vote_past: 0.09,
  left_right: 0.06,
};

const offers = (step: Step, special: string) => step.specials.some(({ id }) => id === special);

function evades(person: Persona, step: Step, random: () => number): Said | null {
  const refuses = delicate[step.itemId] ?? 0.004;
  if (offers(step, "refused") && random() < refuses) return { kind: "special", value: "refused" };
  const unsure = step.itemId === "vote" ? 0.13 : step.type === "text" ? 0.5 * (1 - person.talkative) : 0.03;
  if (offers(step, "dk") && random() < unsure) return { kind: "special", value: "dk" };
  return null;
}

function isOffered(step: Step, value: Said["value"]): boolean {
  if (step.options.length === 0) return true;
  const codes = Array.isArray(value) ? value : [String(value)];
  return codes.every((code) => step.options.some((option) => option.code === code));
}

/**
 * The answer of a made-up person to a step, where the person has a view on it: correlated with age, leaning,
 * trust and mood, so that tables and charts show structure. Null where nothing fits the step; the caller
 * then draws any valid answer.
 */
export function simulatedAnswer(person: Persona, step: Step, random: () => number): Said | null {
  const evasion = evades(person, step, random);
  if (evasion) return evasion;
  if (step.type === "text") {
    const text = openAnswer(step.itemId, person.language, random);
    return text ? { kind: "answer", value: text } : null;
  }
  const habit = habits[step.key] ?? habits[step.itemId];
  if (!habit) return null;
  const value = habit(person, random);
  return isOffered(step, value) ? { kind: "answer", value } : null;
}

/** Milliseconds from the first word read to the key press: reading at 2.6 words a second, then thinking. */
export function screenTime(step: Step, person: Persona, random: () => number): number {
  const words = (step.texts.read ?? []).reduce((sum, span) => sum + span.text.split(/\s+/).length, 0);
  const options = step.optionsRead === "all" ? step.options.length * 1.1 : 0;
  const thinking = (step.type === "text" ? 15 : 4.2) * (0.5 + random()) * (person.age > 70 ? 1.3 : 1);
  return Math.round(1000 * (words / 2.6 + options + thinking));
}
