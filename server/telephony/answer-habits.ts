import { normal, type Persona } from "./persona.ts";

/** What a person would say to one question, by question id of the shipped questionnaires. */
export type Habit = (person: Persona, random: () => number) => string | number | boolean | string[];

const ordinal =
  (low: number, high: number, tendency: (person: Persona) => number, noise = 0.75): Habit =>
  (person, random) => {
    const middle = (low + high) / 2;
    const spread = (high - low) / 3.6;
    const value = Math.round(middle + spread * (tendency(person) + noise * normal(random)));
    return Math.min(high, Math.max(low, value));
  };

const coded =
  (habit: Habit): Habit =>
  (person, random) =>
    String(habit(person, random));

/** Draws a code; weights that a formula drove below zero count as a small chance. */
const weighted = (random: () => number, weights: [string, number][]): string => {
  const chance = (weight: number) => Math.max(0.02, weight);
  let left = random() * weights.reduce((sum, [, weight]) => sum + chance(weight), 0);
  for (const [code, weight] of weights) {
    left -= chance(weight);
    if (left < 0) return code;
  }
  return weights[0]?.[0] ?? "";
};

/** Parties by code, where they stand from 0 (left) to 10, and their size; the figures mean nothing outside the demo. */
const parties: [code: string, place: number, size: number][] = [
  ["1", 6.3, 1.25],
  ["2", 8.6, 0.9],
  ["3", 3.9, 0.9],
  ["4", 3, 0.75],
  ["5", 1.4, 0.7],
  ["6", 3.6, 0.3],
  ["7", 6.6, 0.25],
  ["8", 6, 0.2],
  ["90", 5, 0.15],
];

const vote =
  (blank: number, steadiness: number): Habit =>
  (person, random) => {
    const choice = parties.map(([code, place, size]): [string, number] => {
      const distance = (person.leaning - place) / 1.5;
      const protest =
        code === "2" || code === "6" ? Math.exp(-0.7 * person.trust) : Math.exp(0.3 * person.trust);
      const young = code === "4" || code === "5" ? 1 + (50 - person.age) / 60 : 1;
      const old = code === "1" || code === "3" ? 1 + (person.age - 50) / 60 : 1;
      return [code, size * protest * young * old * Math.exp(-steadiness * distance * distance)];
    });
    return random() < blank * Math.exp(-0.5 * person.trust) ? "91" : weighted(random, choice);
  };

const severalOf =
  (most: number, weights: (person: Persona) => [string, number][]): Habit =>
  (person, random) => {
    const left = weights(person);
    const chosen: string[] = [];
    const wanted = 1 + Math.floor(random() * most);
    while (chosen.length < wanted && left.length > 0) {
      const code = weighted(random, left);
      chosen.push(code);
      left.splice(
        left.findIndex(([other]) => other === code),
        1,
      );
    }
    return chosen;
  };

const trustIn = (offset: number, steepness = 1): Habit =>
  coded(ordinal(1, 4, (person) => -offset - steepness * person.trust, 0.6));
const service = (offset: number): Habit => coded(ordinal(1, 4, (person) => -offset - person.mood, 0.6));

export const habits: Record<string, Habit> = {
  age: (person) => person.age,
  sex: (person) => person.sex,
  land: (_, random) => String(1 + Math.floor(random() * 16)).padStart(2, "0"),
  adults: (person) => person.adults,
  household: (person) => person.household,
  children: (person) => Math.max(0, person.household - person.adults),
  phones: (person, random) =>
    weighted(random, [
      ["1", person.sample.frame === "mobile" ? 0 : person.age > 70 ? 0.3 : 0.05],
      ["2", person.sample.frame === "landline" ? 0 : person.age < 40 ? 0.8 : 0.3],
      ["3", 0.6],
    ]),
  interest: coded(ordinal(1, 5, (person) => (person.graduate ? -0.6 : 0.1) - (person.age - 45) / 60)),
  problems: severalOf(3, (person) => [
    ["1", person.age < 40 ? 3 : 1.6],
    ["2", person.age > 55 ? 3.4 : 1],
    ["3", 0.5 + Math.max(0, person.leaning - 4)],
    ["4", 2.2],
    ["5", 2.4 - person.income],
    ["6", Math.max(0.3, 5.5 - person.leaning) * 0.8],
    ["7", person.household > person.adults ? 3.2 : 0.9],
    ["8", 0.6 + person.leaning / 5],
    ["9", 1.1],
    ["90", 0.15],
  ]),
  economy_country: coded(ordinal(1, 5, (person) => 0.6 - 0.35 * person.trust)),
  economy_own: coded(ordinal(1, 5, (person) => -0.5 - 0.8 * person.income)),
  economy_future: coded(ordinal(1, 3, (person) => 0.2 - 0.3 * person.trust + (person.age - 50) / 70)),
  government: coded(ordinal(1, 4, (person) => 0.55 - 0.75 * person.trust)),
  democracy: ordinal(0, 10, (person) => 0.15 + 0.9 * person.trust),
  "trust@police": trustIn(0.75, 0.7),
  "trust@courts": trustIn(0.5),
  "trust@parliament": trustIn(-0.2),
  "trust@parties": trustIn(-0.8),
  "trust@public_tv": trustIn(0.1, 1.1),
  "trust@science": trustIn(0.9, 0.8),
  "trust@churches": trustIn(-0.7, 0.3),
  "trust@eu": trustIn(-0.1),
  entitled: (_, random) => (random() < 0.9 ? "1" : "2"),
  turnout: coded(ordinal(1, 4, (person) => -1.3 - 0.4 * person.trust - (person.graduate ? 0.3 : 0))),
  vote: vote(0.01, 1),
  vote_lean: vote(0.15, 0.7),
  vote_past: vote(0.1, 0.85),
  left_right: (person) => Math.round(person.leaning),
  speed_limit: coded(
    ordinal(1, 4, (person) => (person.leaning - 4.5) / 2.4 - (person.sex === "2" ? 0.3 : 0)),
  ),
  pension_age: coded(ordinal(1, 4, (person) => 0.7 - 0.3 * person.income)),
  heat_pump: coded(ordinal(1, 4, (person) => (4.6 - person.leaning) / 2)),
  local: ordinal(1, 7, (person) => 0.8 + 0.3 * person.mood + (person.age - 50) / 80),
  news: severalOf(3, (person) => [
    ["1", person.age > 50 ? 4 : 1.4],
    ["2", 1.5],
    ["3", person.age > 60 ? 1.8 : 0.3],
    ["4", 2.6],
    ["5", person.age < 35 ? 3.6 : 0.7],
    ["6", person.age < 45 ? 1 : 0.2],
    ["7", 0.9],
  ]),
  school: (person, random) =>
    person.age < 18
      ? "1"
      : person.graduate
        ? weighted(random, [
            ["6", 0.8],
            ["5", 0.2],
          ])
        : weighted(random, [
            ["2", 0.04],
            ["3", person.age > 60 ? 0.5 : 0.2],
            ["4", 0.38],
            ["5", 0.1],
            ["6", 0.2],
          ]),
  degree: (person) => (person.graduate ? "1" : "2"),
  work: (person, random) =>
    person.age > 66
      ? "4"
      : person.age < 24
        ? weighted(random, [
            ["3", 0.7],
            ["1", 0.3],
          ])
        : weighted(random, [
            ["1", 0.62],
            ["2", 0.24],
            ["5", 0.05],
            ["6", 0.09],
          ]),
  income: coded(ordinal(1, 5, (person) => 0.9 * person.income + 0.15 * (person.household - 2), 0.4)),

  agree: (_, random) => (random() < 0.97 ? "yes" : "no"),
  home: (person, random) =>
    weighted(random, [
      ["1", 0.5 - 0.2 * person.income],
      ["2", 0.5 + 0.2 * person.income],
      ["3", 0.04],
    ]),
  present: (_, random) =>
    weighted(random, [
      ["1", 0.88],
      ["2", 0.1],
      ["3", 0.02],
    ]),
  overall: ordinal(1, 6, (person) => -0.75 - 0.9 * person.mood, 0.45),
  wait_days: (person, random) =>
    Math.round(
      Math.exp((person.sample.reason === "fault" ? 0.4 : 1.9) - 0.25 * person.mood + 0.6 * normal(random)),
    ),
  "aspects@punctual": service(0.6),
  "aspects@friendly": service(1.3),
  "aspects@skilled": service(1),
  "aspects@explained": service(0.4),
  "aspects@tidy": service(0.9),
  solved: coded(ordinal(1, 3, (person) => -1.1 - 0.8 * person.mood, 0.5)),
  visits: (person, random) => 1 + Math.max(0, Math.round(-0.6 * person.mood + 0.6 * normal(random))),
  age_class: (person) => String(1 + [30, 45, 60, 75].filter((limit) => person.age >= limit).length),
  recommend: ordinal(0, 10, (person) => 0.7 + 0.9 * person.mood, 0.5),
};
