/** How somebody who answers takes the call. */
export type Reaction =
  | "takesPart"
  | "callBack"
  | "hardAppointment"
  | "softRefusal"
  | "hardRefusal"
  | "neverAgain"
  | "ineligible"
  | "languageProblem"
  | "hangsUp";

/** What a dial leads to. */
export type CallResult =
  | { kind: "noAnswer" | "busy" | "voicemail" | "dead" | "notPrivate"; seconds: number }
  | { kind: "answered"; reaction: Reaction; seconds: number };

/** When somebody can be reached: fixed for a case, so that later attempts meet the same habits. */
export type Reachability = "employed" | "home" | "shift" | "young" | "screener" | "dead" | "business";

/** Shares of the classes, and the chance of contact in the morning, afternoon, evening, on Saturday and Sunday. */
const classes: { name: Reachability; share: number; contact: [number, number, number, number, number] }[] = [
  { name: "employed", share: 0.3, contact: [0.16, 0.17, 0.23, 0.2, 0.22] },
  { name: "home", share: 0.2, contact: [0.24, 0.24, 0.25, 0.23, 0.25] },
  { name: "shift", share: 0.06, contact: [0.18, 0.18, 0.17, 0.18, 0.18] },
  { name: "young", share: 0.1, contact: [0.2, 0.21, 0.22, 0.22, 0.21] },
  { name: "screener", share: 0.18, contact: [0.02, 0.02, 0.03, 0.02, 0.03] },
  { name: "dead", share: 0.12, contact: [0, 0, 0, 0, 0] },
  { name: "business", share: 0.04, contact: [0.3, 0.3, 0.05, 0.02, 0] },
];

export function drawReachability(random: () => number): Reachability {
  let left = random();
  for (const { name, share } of classes) {
    left -= share;
    if (left < 0) return name;
  }
  return "employed";
}

function contactChance(reachability: Reachability, weekday: number, hour: number): number {
  const chances = classes.find(({ name }) => name === reachability)?.contact ?? classes[0]?.contact;
  const slot = weekday === 6 ? 3 : weekday === 0 ? 4 : hour < 12 ? 0 : hour < 17 ? 1 : 2;
  return chances?.[slot] ?? 0.2;
}

const firstReactions: [Reaction, number][] = [
  ["takesPart", 0.26],
  ["hardAppointment", 0.06],
  ["callBack", 0.18],
  ["softRefusal", 0.3],
  ["hardRefusal", 0.06],
  ["neverAgain", 0.02],
  ["ineligible", 0.05],
  ["languageProblem", 0.03],
  ["hangsUp", 0.04],
];
const laterReactions: [Reaction, number][] = [
  ["takesPart", 0.38],
  ["hardAppointment", 0.07],
  ["callBack", 0.16],
  ["softRefusal", 0.25],
  ["hardRefusal", 0.08],
  ["neverAgain", 0.01],
  ["ineligible", 0.02],
  ["hangsUp", 0.03],
];

/** People who have agreed to be called: most take part. */
const customerReactions: [Reaction, number][] = [
  ["takesPart", 0.58],
  ["hardAppointment", 0.08],
  ["callBack", 0.16],
  ["softRefusal", 0.11],
  ["hardRefusal", 0.02],
  ["neverAgain", 0.01],
  ["ineligible", 0.02],
  ["hangsUp", 0.02],
];

const talk: Record<Reaction, number> = {
  takesPart: 20,
  callBack: 75,
  hardAppointment: 100,
  softRefusal: 45,
  hardRefusal: 40,
  neverAgain: 50,
  ineligible: 60,
  languageProblem: 40,
  hangsUp: 8,
};

export interface CallSituation {
  reachability: Reachability;
  mobile: boolean;
  /** The respondent's own time: 0 Sunday to 6 Saturday, and the hour. */
  weekday: number;
  hour: number;
  /** Was anybody reached before, and is this an agreed time? */
  contactedBefore: boolean;
  appointment: boolean;
  /** Called with a consent on record, in the name of a firm they know. */
  customer: boolean;
  /** Real life is { answers: 1, agrees: 0 }: a factor on the chance of an answer, and the share who agree at once. */
  lively: { answers: number; agrees: number };
}

function react(random: () => number, situation: CallSituation): Reaction {
  const table = situation.customer
    ? customerReactions
    : situation.contactedBefore
      ? laterReactions
      : firstReactions;
  if (random() < situation.lively.agrees) return "takesPart";
  if (situation.appointment && random() < 0.5) return "takesPart";
  let left = random();
  for (const [reaction, share] of table) {
    left -= share;
    if (left < 0) return reaction;
  }
  return "softRefusal";
}

/** What happens when this number rings now. Seconds from the first ring to the end, without the interview. */
export function simulateCall(random: () => number, situation: CallSituation): CallResult {
  if (situation.reachability === "dead") return { kind: "dead", seconds: 8 };
  const kept = situation.appointment && random() < 0.65;
  // Firms' own customers answer more readily than people called at random.
  const chance =
    contactChance(situation.reachability, situation.weekday, situation.hour) *
    (situation.customer ? 1.5 : 1) *
    situation.lively.answers;
  if (!kept && random() >= chance) {
    if (random() < 0.04) return { kind: "busy", seconds: 6 };
    return random() < (situation.mobile ? 0.6 : 0.3)
      ? { kind: "voicemail", seconds: 22 }
      : { kind: "noAnswer", seconds: 27 };
  }
  if (situation.reachability === "business" && !situation.customer)
    return { kind: "notPrivate", seconds: 35 };
  const reaction = react(random, situation);
  return { kind: "answered", reaction, seconds: 12 + talk[reaction] };
}
