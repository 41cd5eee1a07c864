import { randomUUID } from "node:crypto";
import type { Place } from "../calling/calling-hours.ts";
import type { Policy } from "../calling/policy.ts";
import { placeOf, poolOfCase } from "../calling/pool.ts";
import type { FieldSetup } from "../calling/simulate-field.ts";
import { type SimulatedCase, simulatedCase } from "../calling/simulated-case.ts";
import type { SimulatedPerson } from "../calling/simulation-model.ts";
import type { SampledCase } from "../cases/sampled-cases.ts";
import { storeMadeUpCases } from "../cases/store-made-up-cases.ts";
import type { Deps } from "../deps.ts";
import { copyLists } from "../questionnaires/lookup-lists.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import { setQuotaTargets } from "../quotas/set-quota-targets.ts";
import { seededDeps, seededRandom } from "../seeded-deps.ts";
import { type SimulatedClock, simulatedClock } from "../simulated-clock.ts";
import { createStudy, publishVersion, setStudyStatus } from "../studies/studies.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { addUser } from "../users/users.ts";
import type { SimulatedStudy } from "./simulated-study.ts";

export interface HouseSetup extends Omit<FieldSetup, "order" | "random"> {
  /** On an empty database of its own. */
  deps: Deps;
  seed: number;
  study: SimulatedStudy;
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
  /** Where its numbers ring, by their id. */
  places: Map<string, Place>;
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

/**
 * Invented people have consented and are on no list, and their numbers are made up: what a policy asks of a house
 * before it may call at all is taken as given. All that decides when a call is made stays.
 */
function simulatedPolicy({ blockingFile: _, ...policy }: Policy): Policy {
  return { ...policy, consent: { ...policy.consent, call: "none" }, fictionOnly: false };
}

/** The invented person behind a case of the sample; when there are fewer cases than people, they come again. */
function sampled(made: SimulatedCase, sample: readonly SampledCase[] | null, index: number): SimulatedCase {
  const { doc, person } = made;
  if (!sample) return { ...made, doc: { ...doc, sample: { region: doc.region ?? "" } } };
  const taken = { ...doc, ...sample[index % sample.length] };
  const first = taken.numbers[0];
  const whole = { ...taken, nextNumberId: first?.id ?? null };
  return {
    ...made,
    doc: { ...whole, pool: poolOfCase(whole) },
    person: { ...person, mobile: first?.kind === "mobile" },
  };
}

/** An open study with its cases and interviewers, made by the functions behind the screens. */
export async function openSimulatedHouse(setup: HouseSetup): Promise<SimulatedHouse> {
  const clock = simulatedClock(setup.start);
  const config = { ...setup.deps.config, soleWriter: true };
  const deps = { ...seededDeps({ ...setup.deps, clock, config }, setup.seed), clock };
  const { study } = setup;
  const languages = [
    ...new Set([...study.languages, ...(study.cases ?? []).map(({ language }) => language)]),
  ];
  const interviewers: SimulatedInterviewer[] = [];
  for (let who = 0; who < setup.interviewers; who++) {
    const details = {
      ...{ name: `Interviewer ${who + 1}`, languages },
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
      ...{ key: "simulated", name: "Simulated", languages: study.languages, telephony: "simulated" },
      ...{ client: { name: "Nobody" }, institute: { name: "Nobody", phone: "030 23125 000" } },
      policy: simulatedPolicy(setup.policy) as unknown as Record<string, unknown>,
      ...{ outcomes: study.outcomes as StudyDoc["outcomes"], target: study.target },
      team: interviewers.map(({ id }) => id),
    },
    "simulation",
  );
  const definition = study.questionnaire;
  await copyLists(deps, study.lists);
  const { hash: version } = await publishVersion(deps, { studyId, definition, by: "simulation" });
  // The same people as in the orders that are compared: they are drawn first, from the same seed.
  const random = seededRandom(setup.seed);
  const cases = Array.from({ length: setup.cases }, (_, index) =>
    sampled(simulatedCase(index, random), study.cases, index),
  );
  const docs = cases.map(({ doc }) => ({ ...doc, studyId }));
  await storeMadeUpCases(deps, docs);
  if (study.targets.length > 0) {
    const compiled = await compiledQuestionnaire(deps, version);
    const targets = { studyId, compiled, targets: study.targets, reason: "simulation", by: "simulation" };
    await setQuotaTargets(deps, targets);
  }
  await setStudyStatus(deps, {
    ...{ studyId, to: "open", by: "simulation" },
    ...{ cases: setup.cases, interviewers: setup.interviewers },
  });
  clock.pass(60);
  const memories = new Map(
    cases.map(({ doc, person }): [string, Memory] => [
      doc._id,
      {
        ...{ person, noAnswerAt: null, contacts: 0, refusedAt: null },
        places: new Map(doc.numbers.map((number) => [number.id, placeOf(number, doc.region)])),
      },
    ]),
  );
  return { setup, deps, random, studyId, version, interviewers, memories };
}
