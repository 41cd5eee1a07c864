import type { Scalar } from "../../surveys/engine/interview-state.ts";

/** A made-up respondent: the few traits from which plausible, correlated answers follow. */
export interface Persona {
  age: number;
  sex: "1" | "2" | "3";
  /** Adults and all people in the household. */
  adults: number;
  household: number;
  /** 0 far left to 10 far right. */
  leaning: number;
  /** Standard normal: confidence in institutions. */
  trust: number;
  /** Standard normal: how well off. */
  income: number;
  /** Standard normal: how well the service went, or how pleased the person is in general. */
  mood: number;
  graduate: boolean;
  /** Whether interested in politics and ready to say something in open questions; 0 to 1. */
  talkative: number;
  language: string;
  sample: Record<string, Scalar>;
}

/** Standard normal from two uniforms (Box and Muller, 1958). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

function drawAge(random: () => number): number {
  // Telephone samples reach older people more often; a few lines are answered by minors.
  const part = random();
  if (part < 0.025) return 14 + Math.floor(random() * 4);
  if (part < 0.2) return 18 + Math.floor(random() * 16);
  if (part < 0.62) return 34 + Math.floor(random() * 27);
  return clamp(Math.round(61 + Math.abs(normal(random)) * 11), 61, 96);
}

/** Draws a person who fits the case: mobile numbers reach younger people, big towns lean further left. */
export function drawPersona(
  random: () => number,
  sample: Record<string, Scalar>,
  languages: string[],
): Persona {
  const drawn = drawAge(random);
  const age =
    sample.frame === "mobile" && drawn > 50 && random() < 0.6 ? 18 + Math.floor(random() * 32) : drawn;
  const town = sample.town_size === "over_500k" ? -0.8 : sample.town_size === "under_20k" ? 0.4 : 0;
  const graduate = random() < (age < 45 ? 0.42 : 0.24);
  const income = normal(random) * 0.8 + (graduate ? 0.6 : -0.2) + (age > 65 ? -0.4 : 0);
  const leaning = clamp(4.9 + town + (graduate ? -0.5 : 0.3) + normal(random) * 1.9, 0, 10);
  const edge = Math.max(0, Math.abs(leaning - 4.8) - 2.2);
  const trust = 0.25 * income + (graduate ? 0.3 : -0.1) - 0.55 * edge + normal(random) * 0.7;
  const adults = age > 70 && random() < 0.5 ? 1 : 1 + Number(random() < 0.72) + Number(random() < 0.14);
  const children = age > 24 && age < 52 && adults > 1 && random() < 0.55 ? 1 + Math.floor(random() * 2.4) : 0;
  return {
    age,
    sex: random() < 0.006 ? "3" : random() < 0.52 ? "2" : "1",
    adults: age < 18 ? 2 : adults,
    household: (age < 18 ? 3 : adults) + children,
    leaning,
    trust,
    income,
    mood: normal(random) * 0.9 + 0.2 * income,
    graduate,
    talkative: clamp(0.55 + 0.15 * normal(random) + (graduate ? 0.15 : 0), 0.05, 1),
    language: languages.length > 1 && random() < 0.04 ? (languages[1] ?? "de") : (languages[0] ?? "de"),
    sample,
  };
}
