import { bands, type CaseDoc } from "../cases/case.ts";
import { unworkedCase } from "../cases/unworked-case.ts";
import { poolOfCase } from "./pool.ts";
import type { PastAttempt } from "./reschedule.ts";
import { scoreOf } from "./score-of.ts";
import { drawPerson, type SimulatedPerson } from "./simulation-model.ts";

/** A case of the simulation: the real document, what happened to it, and the invented person behind it. */
export interface SimulatedCase {
  doc: CaseDoc;
  history: PastAttempt[];
  person: SimulatedPerson;
  /** Raised when the case is queued anew; a queue entry of an older turn is void. */
  turn: number;
}

const lands = ["DE-BE", "DE-BY", "DE-NW", "DE-SN", "DE-HH", "DE-BW"];

export function simulatedCase(index: number, random: () => number): SimulatedCase {
  const person = drawPerson(random);
  const number = {
    id: "n1",
    kind: person.mobile ? ("mobile" as const) : ("landline" as const),
    country: "DE",
    zones: ["Europe/Berlin"],
    state: "callable" as const,
    attempts: 0,
  };
  const doc: CaseDoc = {
    ...unworkedCase(),
    _id: `c${index}`,
    studyId: "simulated",
    reference: `S-${index}`,
    batch: "simulated",
    state: "ready",
    band: bands.usual,
    score: 0,
    pool: "",
    why: { code: "fresh", params: {} },
    replicate: 1,
    random: random(),
    language: "de",
    region: lands[index % lands.length] ?? null,
    skill: "",
    sample: {},
    numbers: [number],
    nextNumberId: "n1",
  };
  doc.pool = poolOfCase(doc);
  doc.score = scoreOf(doc, 0);
  return { doc, history: [], person, turn: 0 };
}
