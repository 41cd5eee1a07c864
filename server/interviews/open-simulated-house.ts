import { randomUUID } from "node:crypto";
import { compile } from "../../surveys/engine/index.ts";
import type { Place } from "../calling/calling-hours.ts";
import { placeOf } from "../calling/pool.ts";
import type { FieldSetup } from "../calling/simulate-field.ts";
import { simulatedCase } from "../calling/simulated-case.ts";
import type { SimulatedPerson } from "../calling/simulation-model.ts";
import { bands, type CaseDoc } from "../cases/case.ts";
import { storeMadeUpCases } from "../cases/store-made-up-cases.ts";
import type { Deps } from "../deps.ts";
import { setQuotaTargets } from "../quotas/set-quota-targets.ts";
import { seededDeps, seededRandom } from "../seeded-deps.ts";
import { type SimulatedClock, simulatedClock } from "../simulated-clock.ts";
import { createStudy, publishVersion, setStudyStatus } from "../studies/studies.ts";
import { addUser } from "../users/users.ts";
import { simulationQuestionnaire } from "./simulation-questionnaire.ts";

export interface HouseSetup extends Omit<FieldSetup, "order" | "random"> {
  /** On an empty database of its own. */
  deps: Deps;
  seed: number;
  /** Completes wanted in each of the sample's regions; null: no quota. */
  quota: number | null;
}

export interface SimulatedInterviewer {
  id: string;
  name: string;
  languages: string[];
  skills: string[];
}

/** What the person behind a case is like, and remembers. */
export interface Memory {
  person: SimulatedPerson;
  /** Where the number rings. */
  place: Place;
  noAnswerAt: number | null;
  contacts: number;
  refusedAt: number | null;
}

export interface SimulatedHouse {
  setup: HouseSetup;
  deps: Deps & { clock: SimulatedClock };
  /** What people do. */
  random: () => number;
  studyId: string;
  version: string;
  interviewers: SimulatedInterviewer[];
  memories: Map<string, Memory>;
}

/** Every fifth interviewer has the converter's skill. */
export const isConverter = (interviewer: number) => interviewer % 5 === 0;

function placeOfCase({ numbers: [number], region }: CaseDoc): Place {
  return number ? placeOf(number, region) : { zones: [], country: "", region: null };
}

/** An open study with its cases and interviewers, made by the functions behind the screens. */
export async function openSimulatedHouse(setup: HouseSetup): Promise<SimulatedHouse> {
  const clock = simulatedClock(setup.start);
  const deps = { ...seededDeps({ ...setup.deps, clock }, setup.seed), clock };
  const interviewers: SimulatedInterviewer[] = [];
  for (let who = 0; who < setup.interviewers; who++) {
    const details = {
      ...{ name: `Interviewer ${who + 1}`, languages: ["de"] },
      skills: isConverter(who) ? ["converter"] : [],
    };
    const user = await addUser(
      deps,
      { ...details, login: `interviewer-${who + 1}`, roles: ["interviewer"], password: randomUUID() },
      "simulation",
    );
    interviewers.push({ id: user._id, ...details });
  }
  const { _id: studyId } = await createStudy(
    deps,
    {
      ...{ key: "simulated", name: "Simulated", languages: ["de"], telephony: "simulated" },
      client: { name: "Nobody" },
      institute: { name: "Nobody", phone: "030 23125 000" },
      policy: setup.policy as unknown as Record<string, unknown>,
      team: interviewers.map(({ id }) => id),
    },
    "simulation",
  );
  const definition = simulationQuestionnaire();
  const { hash: version } = await publishVersion(deps, { studyId, definition, by: "simulation" });
  // The same people as in the orders that are compared: they are drawn first, from the same seed.
  const random = seededRandom(setup.seed);
  const cases = Array.from({ length: setup.cases }, (_, index) => simulatedCase(index, random));
  const docs = cases.map(({ doc }) => ({
    ...{ ...doc, studyId, band: bands.usual, sample: { region: doc.region ?? "" } },
  }));
  await storeMadeUpCases(deps, docs);
  if (setup.quota !== null) {
    const regions = [...new Set(docs.map(({ sample }) => sample.region))];
    const targets = regions.map((region) => ({
      ...{ node: "q_region", values: { "sample.region": region }, target: setup.quota },
    }));
    const compiled = compile(definition);
    await setQuotaTargets(deps, { studyId, compiled, targets, reason: "simulation", by: "simulation" });
  }
  await setStudyStatus(deps, {
    ...{ studyId, to: "open", by: "simulation" },
    ...{ cases: setup.cases, interviewers: setup.interviewers },
  });
  clock.pass(2);
  const memories = new Map(
    cases.map(({ doc, person }): [string, Memory] => [
      doc._id,
      { person, place: placeOfCase(doc), noAnswerAt: null, contacts: 0, refusedAt: null },
    ]),
  );
  return { setup, deps, random, studyId, version, interviewers, memories };
}
