/**
 * Invented people for the simulation of a field: who can be reached when, what a contact comes to, how long it
 * takes. Parameters of the design's simulation section; nothing here looks at how cases are chosen.
 */
const reachClasses = ["employed", "home", "shift", "young", "screener", "dead", "business"] as const;
export type ReachClass = (typeof reachClasses)[number];

const shares: Record<ReachClass, number> = {
  employed: 0.3,
  home: 0.2,
  shift: 0.06,
  young: 0.1,
  screener: 0.18,
  dead: 0.12,
  business: 0.04,
};

/** Chance of contact in the morning, afternoon, evening, on Saturday, on Sunday. */
const contact: Record<ReachClass, [number, number, number, number, number]> = {
  employed: [0.16, 0.17, 0.23, 0.2, 0.22],
  home: [0.24, 0.24, 0.25, 0.23, 0.25],
  shift: [0.18, 0.18, 0.17, 0.18, 0.18],
  young: [0.2, 0.21, 0.22, 0.22, 0.21],
  screener: [0.02, 0.02, 0.03, 0.02, 0.03],
  dead: [0, 0, 0, 0, 0],
  business: [0.35, 0.35, 0.05, 0.02, 0.01],
};

export interface SimulatedPerson {
  reach: ReachClass;
  mobile: boolean;
  /** Logit effects: of the person, and of the person in each of the five slots. */
  effect: number;
  slotEffects: number[];
}

/** What a dial came to: an outcome code of the catalogue, and how long it took. */
export interface SimulatedCall {
  outcome: string;
  seconds: number;
  contact: boolean;
}

export interface DialMoment {
  /** 0 morning, 1 afternoon, 2 evening, 3 Saturday, 4 Sunday. */
  slot: number;
  hoursSinceNoAnswer: number | null;
  contactsBefore: number;
  /** Days since a soft refusal; null when there was none. */
  daysSinceRefusal: number | null;
  converter: boolean;
  /** Minutes after an agreed exact time; null when none was agreed for now. */
  minutesAfterAppointment: number | null;
}

type Random = () => number;

/** Standard normal, Box-Muller. */
export function normal(random: Random): number {
  const u = Math.max(random(), 1e-12);
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random());
}

function draw<T extends string>(random: Random, table: Record<T, number>): T {
  const entries = Object.entries(table) as [T, number][];
  let left = random() * entries.reduce((sum, [, share]) => sum + share, 0);
  for (const [name, share] of entries) {
    left -= share;
    if (left < 0) return name;
  }
  return (entries.at(-1) as [T, number])[0];
}

export function drawPerson(random: Random): SimulatedPerson {
  const reach = draw(random, shares);
  return {
    reach,
    mobile: reach === "young" || random() < 0.2,
    effect: 0.7 * normal(random),
    slotEffects: Array.from({ length: 5 }, () => 0.4 * normal(random)),
  };
}

const first = {
  complete: 0.16,
  appointment: 0.06,
  "call-back": 0.22,
  "refused-today": 0.33,
  refused: 0.08,
  "no-eligible": 0.08,
  language: 0.03,
  "hung-up": 0.04,
};
const later = {
  complete: 0.3,
  appointment: 0.08,
  "call-back": 0.2,
  "refused-today": 0.27,
  refused: 0.1,
  "no-eligible": 0.02,
  language: 0,
  "hung-up": 0.03,
};
type Reaction = keyof typeof first;

const talkSeconds: Record<Exclude<Reaction, "complete">, number> = {
  appointment: 100,
  "call-back": 75,
  "refused-today": 45,
  refused: 45,
  "no-eligible": 45,
  language: 45,
  "hung-up": 8,
};

const previewSeconds = 6;
const introductionSeconds = 20;
const wrapUpSeconds = 18;

function contactChance(person: SimulatedPerson, moment: DialMoment): number {
  const base = contact[person.reach][moment.slot] ?? 0;
  if (base === 0) return 0;
  const tired = moment.hoursSinceNoAnswer === null ? 0 : -0.9 * Math.exp(-moment.hoursSinceNoAnswer / 3);
  const logit = Math.log(base / (1 - base)) + person.effect + (person.slotEffects[moment.slot] ?? 0) + tired;
  return 1 / (1 + Math.exp(-logit));
}

function interviewSeconds(random: Random): number {
  return Math.max(240, 720 + 240 * normal(random));
}

/** After a soft refusal: 6 % at once, rising to 16 % after five days of rest, a third more by a converter. */
function convert(random: Random, days: number, converter: boolean): Reaction {
  const chance = (0.06 + 0.02 * Math.min(days, 5)) * (converter ? 1.35 : 1);
  if (random() < chance) return "complete";
  return random() < 0.6 ? "refused-today" : "refused";
}

/** What happens when this person's number rings now. */
export function simulateDial(random: Random, person: SimulatedPerson, moment: DialMoment): SimulatedCall {
  const call = (outcome: string, seconds: number, contact = false): SimulatedCall => ({
    outcome,
    seconds: previewSeconds + seconds + wrapUpSeconds,
    contact,
  });
  if (person.reach === "dead") return call("dead-number", 8);
  const late = moment.minutesAfterAppointment;
  const kept = late !== null && late <= 60 && random() < (late <= 10 ? 0.65 : 0.42);
  if (kept) return call("complete", introductionSeconds + interviewSeconds(random), true);
  if (random() >= contactChance(person, moment)) {
    if (random() < 0.04) return call("busy", 6);
    return random() < (person.mobile ? 0.6 : 0.3) ? call("voicemail", 22) : call("no-answer", 27);
  }
  if (person.reach === "business") return call("business", introductionSeconds + 15, true);
  const { daysSinceRefusal, contactsBefore } = moment;
  const reaction =
    daysSinceRefusal !== null
      ? convert(random, daysSinceRefusal, moment.converter)
      : draw<Reaction>(random, contactsBefore > 0 ? later : first);
  const talk = reaction === "complete" ? interviewSeconds(random) : talkSeconds[reaction];
  return call(reaction, introductionSeconds + talk, true);
}
