import type { Deps } from "../../../server/deps.ts";
import { type InterviewDoc, interviewModel } from "../../../server/interviews/interview-model.ts";
import {
  addToTeam,
  changeStudy,
  createStudy,
  getStudy,
  publishVersion,
} from "../../../server/studies/studies.ts";
import type { StudyDoc } from "../../../server/studies/study-model.ts";
import type { Answer, Questionnaire } from "../../../surveys/engine/index.ts";

const both = (en: string, de: string) => ({ en, de });

/** One question of each kind that results treat in a way of its own. */
export const smallQuestionnaire: Questionnaire = {
  formatVersion: 1,
  id: "buses",
  title: both("Buses", "Busse"),
  languages: ["en", "de"],
  sample: { district: { type: "single", options: ["north", "south"] } },
  specials: {
    dk: { label: both("Don't know", "Weiß nicht") },
    refused: { label: both("Refused", "Keine Angabe") },
  },
  items: [
    {
      type: "single",
      id: "used",
      label: both("Use of the bus", "Nutzung des Busses"),
      read: both("Do you use the bus?", "Nutzen Sie den Bus?"),
      options: [
        { code: "1", label: both("Yes", "Ja") },
        { code: "2", label: both("No", "Nein") },
      ],
      specials: ["dk", "refused"],
    },
    {
      type: "multiple",
      id: "why",
      when: "used == '1'",
      order: "random",
      label: both("Reasons", "Gründe"),
      read: both("Why do you use it?", "Warum nutzen Sie ihn?"),
      options: [
        { code: "01", label: both("Price", "Preis") },
        { code: "02", label: both("Nature", "Natur") },
        { code: "97", label: both("Other", "Anderes"), other: { type: "text", id: "why_other" } },
      ],
      specials: ["dk"],
    },
    {
      type: "number",
      id: "rides",
      when: "used == '1'",
      label: both("Rides a week", "Fahrten pro Woche"),
      read: both("How many rides a week?", "Wie viele Fahrten pro Woche?"),
      min: 0,
      max: 100,
      decimals: 1,
      specials: ["dk"],
    },
    {
      type: "grid",
      id: "rating",
      label: both("Rating", "Bewertung"),
      read: both("How do you rate ...", "Wie bewerten Sie ..."),
      rows: [
        { code: "time", label: both("Punctuality", "Pünktlichkeit") },
        { code: "seats", label: both("Seats", "Sitzplätze") },
      ],
      options: [
        { code: "1", label: both("Good", "Gut") },
        { code: "2", label: both("Fair", "Mittel") },
        { code: "3", label: both("Bad", "Schlecht") },
      ],
      specials: ["dk"],
    },
    {
      type: "scale",
      id: "score",
      label: both("Score", "Note"),
      read: both("All in all, from 1 to 5?", "Insgesamt, von 1 bis 5?"),
      min: 1,
      max: 5,
      minLabel: both("very bad", "sehr schlecht"),
      maxLabel: both("very good", "sehr gut"),
    },
    {
      type: "text",
      id: "words",
      read: both("What should change?", "Was soll sich ändern?"),
      specials: ["dk"],
    },
    { type: "text", id: "surname", personal: true, read: both("Your surname?", "Ihr Nachname?") },
    { type: "phone", id: "call_me", read: both("Your number?", "Ihre Nummer?") },
    { type: "end", id: "done", outcome: "complete" },
  ],
};

export type Answers = Record<string, Answer>;

export interface FixtureOptions {
  definition?: Questionnaire;
  released?: boolean;
  /** User ids. */
  team?: string[];
  key?: string;
}

/** A study with a published questionnaire. */
export async function studyWithQuestionnaire(deps: Deps, options: FixtureOptions = {}): Promise<StudyDoc> {
  const definition = options.definition ?? smallQuestionnaire;
  const study = await createStudy(
    deps,
    {
      key: options.key ?? `buses-${deps.newId()}`,
      name: "Buses 2026",
      client: { name: "Northmoor City Council" },
      institute: { name: "Fieldline Institute", phone: "+44 20 7946 0000" },
      languages: definition.languages,
      target: 100,
    },
    "test",
  );
  await publishVersion(deps, { studyId: study._id, definition, by: "test" });
  if (options.released) await changeStudy(deps, study._id, { released: { results: true } }, "test");
  for (const userId of options.team ?? []) await addToTeam(deps, study._id, userId, "test");
  return getStudy(deps, study._id);
}

/** Stores interviews as they are after their completion. */
export async function storeInterviews(
  deps: Deps,
  study: StudyDoc,
  answers: readonly Answers[],
  changes: Partial<InterviewDoc> = {},
): Promise<InterviewDoc[]> {
  const docs = answers.map((given): InterviewDoc => {
    const id = deps.newId();
    return {
      _id: id,
      studyId: study._id,
      caseId: `case-${id}`,
      publicId: `R${Math.floor(deps.random() * 1e9)}`,
      version: study.versions.at(-1)?.hash ?? "",
      mode: "live",
      status: "complete",
      outcome: "complete",
      state: {
        seed: "1",
        language: "en",
        today: "2026-11-10",
        sample: { district: "north" },
        answers: given,
        orders: { why: ["97", "02", "01"] },
        quotas: {},
        overrides: {},
        created: {},
        names: {},
        lastSeq: 5,
      },
      revision: 1,
      fence: 1,
      holder: null,
      interviewers: [],
      attemptNo: 1,
      caseFence: 1,
      pending: [],
      startedAt: new Date("2026-11-10T17:00:00Z"),
      lastActAt: new Date("2026-11-10T17:10:00Z"),
      suspendedAt: null,
      endedAt: new Date("2026-11-12T17:10:00Z"),
      activeMs: 600_000,
      ...changes,
    };
  });
  if (docs.length > 0) await interviewModel(deps.db).insertMany(docs);
  return docs;
}

/** Answers that differ from person to person in a way that can be counted by hand. */
export function passenger(index: number): Answers {
  const uses = index % 4 !== 3;
  const person: Answers = {
    used: uses ? { v: "1" } : index % 8 === 7 ? { s: "refused" } : { v: "2" },
    "rating@time": { v: String((index % 3) + 1) },
    "rating@seats": index % 5 === 0 ? { s: "dk" } : { v: "1" },
    score: { v: (index % 5) + 1 },
    words: { v: `=SUM(A${index})` },
    surname: { v: "Secretperson" },
    call_me: { v: "+442079460123" },
  };
  if (uses) {
    person.why = index % 6 === 0 ? { v: ["97", "01"] } : { v: ["02"] };
    if (index % 6 === 0) person.why_other = { v: "my dog, likes it\nreally" };
    person.rides = index === 0 ? { s: "dk" } : { v: index + 0.5 };
  }
  return person;
}
