import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { importSample } from "../cases/import-sample.ts";
import type { Database } from "../db/database.ts";
import { beginDemo, finishDemo } from "../db/demo-mark.ts";
import type { Deps } from "../deps.ts";
import { type FieldworkTally, simulateFieldwork } from "../interviews/simulated-fieldwork.ts";
import type { RobotUser, SimulatedField } from "../interviews/simulated-interviewer.ts";
import { markTimes } from "../monitoring/time-ledger.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import { quotaNodes } from "../quotas/possible-cells.ts";
import { setQuotaTargets } from "../quotas/set-quota-targets.ts";
import { seededDeps } from "../seeded-deps.ts";
import { type SimulatedClock, simulatedClock } from "../simulated-clock.ts";
import { addUser, type NewUser } from "../users/users.ts";
import { planDemoRoster } from "./demo-roster.ts";
import { demoSample } from "./demo-sample.ts";
import { type DemoStudy, demoStudies, libraryQuestionnaire } from "./demo-studies.ts";
import { addSource } from "./sample-sources.ts";
import { createStudy, getStudy, publishVersion, setStudyStatus } from "./studies.ts";
import type { StudyDoc } from "./study-model.ts";

/** Password of all demo accounts; they exist in demo mode only, which listens on 127.0.0.1 only. */
const demoPassword = "fieldline-demo";

/** One account for each role, in the order in which the sign-in page shows them. */
const accounts: Omit<NewUser, "password">[] = [
  { login: "interviewer", name: "Lena Vogel", roles: ["interviewer"], languages: ["de", "en"], locale: "de" },
  { login: "supervisor", name: "Jonas Pohl", roles: ["supervisor"], languages: ["de", "en"], locale: "de" },
  {
    login: "researcher",
    name: "Katharina Brandt",
    roles: ["researcher"],
    languages: ["de", "en"],
    locale: "de",
  },
  { login: "client", name: "Martin Haas", roles: ["client"], languages: ["de"], locale: "de" },
  { login: "admin", name: "Sabine Lorenz", roles: ["admin"], languages: ["de", "en"], locale: "de" },
];

/** Colleagues who made the interviews that are there already, each for one study; nobody can sign in as them. */
const colleagues: { name: string; study: DemoStudy["key"]; skills: string[] }[] = [
  { name: "Ayşe Yılmaz", study: "opinion-poll", skills: ["converter"] },
  { name: "Daniel Krause", study: "service-follow-up", skills: ["converter"] },
  { name: "Hannah Seidel", study: "opinion-poll", skills: [] },
  { name: "Mehmet Arslan", study: "opinion-poll", skills: [] },
  { name: "Petra Winkler", study: "opinion-poll", skills: [] },
  { name: "Uwe Ludwig", study: "opinion-poll", skills: [] },
];

export interface DemoOptions {
  /** Completed interviews wanted, by study key. */
  interviews: Record<DemoStudy["key"], number>;
  seed: number;
  /** Fieldwork begins here and ends at `until`. */
  from: Date;
  until: Date;
  /** See FieldworkPlan. */
  together: number;
  progress?: (tally: FieldworkTally) => void;
}

export interface LoadedDemo extends FieldworkTally {
  cases: number;
  studies: StudyDoc[];
}

interface People {
  /** Ids of the accounts by login. */
  team: Record<string, string>;
  robots: (RobotUser & { study: string })[];
}

async function addPeople(deps: Deps): Promise<People> {
  const team: Record<string, string> = {};
  for (const account of accounts) {
    const user = await addUser(deps, { ...account, password: demoPassword, demo: true }, "demo");
    team[account.login] = user._id;
  }
  const robots: (RobotUser & { study: string })[] = [];
  for (const [index, { name, study, skills }] of colleagues.entries()) {
    const login = `colleague-${index + 1}`;
    const languages = ["de", "en"];
    const user = await addUser(
      deps,
      { login, name, roles: ["interviewer"], languages, skills, locale: "de", password: randomUUID() },
      "demo",
    );
    robots.push({ id: user._id, name, languages, skills, study });
  }
  return { team, robots };
}

async function addStudy(
  deps: SimulatedField["deps"],
  demo: DemoStudy,
  people: { members: string[]; researcher: string },
  interviews: number,
): Promise<{ study: StudyDoc; cases: number }> {
  const by = people.researcher;
  const { _id: studyId } = await createStudy(
    deps,
    { ...demo.study, team: people.members, released: { results: true } },
    "demo",
  );
  await publishVersion(deps, { studyId, definition: libraryQuestionnaire(demo.key), by: "demo" });
  // Enough is left for whoever tries the workstation.
  const most = demo.customers ? 1000 : 1900;
  const toCall = Math.min(Math.ceil(interviews * demo.rowsPerInterview) + 60, most);
  // The part that is held back comes on top, as far as there are numbers.
  const held = demo.replicates > 1 && (toCall * demo.replicates) / (demo.replicates - 1) <= most ? 1 : 0;
  const rows = Math.floor((toCall * demo.replicates) / (demo.replicates - held));
  await setDemoQuotas(deps, studyId, interviews);
  const source = await addDemoSource(deps, { studyId, demo, by });
  const csv = demoSample(demo.key, rows, deps.random, deps.clock.now());
  const report = await importSample(deps, {
    studyId,
    stream: Readable.from([Buffer.from(csv)]),
    mapping: demo.mapping,
    ...{ dryRun: false, by, source, filename: `${demo.key}.csv` },
    ...{ replicates: demo.replicates, release: demo.replicates - held },
  });
  if (!report.imported)
    throw new Error(
      `the demo sample was refused: ${JSON.stringify(report.faults[0] ?? report.missingColumns)}`,
    );
  await setStudyStatus(deps, { studyId, to: "open", by: "demo", cases: report.cases });
  // What the field knows of a study is kept for a second.
  deps.clock.pass(2);
  return { study: await getStudy(deps, studyId), cases: report.cases };
}

/** The source of a demo study's numbers, with the answer that its texts give. @returns its id */
async function addDemoSource(
  deps: Deps,
  { studyId, demo, by }: { studyId: string; demo: DemoStudy; by: string },
): Promise<string> {
  const study = await getStudy(deps, studyId);
  const texts = Object.fromEntries(study.languages.map((one) => [one, study.texts[one]?.source ?? ""]));
  return (await addSource(deps, { study, source: { ...demo.source, texts }, by })).id;
}

/** How the demo shares its target out among the groups of a variable; every other group has an equal share. */
const demoShares: Record<string, Record<string, number>> = {
  sex: { "1": 1, "2": 1 },
  age_class: { "18-44": 1, "45-59": 2, "60+": 2 },
};

/**
 * Cells that together have room for the study's target: a demo with something to see, full groups too, and to change.
 * A group without a share is open: whoever belongs to it is asked and counted nowhere.
 */
async function setDemoQuotas(deps: Deps, studyId: string, interviews: number): Promise<void> {
  const { versions, target: aim } = await getStudy(deps, studyId);
  const compiled = await compiledQuestionnaire(deps, versions.at(-1)?.hash ?? "");
  const room = Math.max(aim ?? 0, 1.8 * interviews);
  for (const { id: node, combinations } of quotaNodes(compiled)) {
    const cells = (combinations ?? []).flatMap((values) => {
      const share = Object.entries(values).reduce(
        (product, [name, value]) => product * (demoShares[name] ? (demoShares[name][value] ?? 0) : 1),
        1,
      );
      return share > 0 ? [{ values, share }] : [];
    });
    const all = cells.reduce((sum, { share }) => sum + share, 0);
    const targets = cells.map(({ values, share }) => ({
      ...{ node, values },
      target: Math.ceil((room * share) / all),
    }));
    await setQuotaTargets(deps, { studyId, compiled, targets, reason: "demo", by: "demo" });
  }
}

/**
 * Fills an empty database with two invented studies, an account for each role and finished interviews. Everything
 * goes through the functions behind the screens, on a clock that runs from `from` on. Ids, answers and times
 * follow from the seed.
 */
export async function fillDemo(deps: Deps, options: DemoOptions): Promise<LoadedDemo> {
  const clock: SimulatedClock = simulatedClock(options.from);
  const own = { ...seededDeps({ ...deps, clock }, options.seed), clock };
  const { team, robots } = await addPeople(own);
  const field: SimulatedField = {
    deps: own,
    studies: new Map(),
    people: new Map(),
    customers: new Set(),
    lively: { answers: 3, agrees: 0.4 },
    marks: [],
  };
  const targets: Record<string, number> = {};
  let cases = 0;
  for (const demo of demoStudies()) {
    const wanted = options.interviews[demo.key];
    if (wanted === 0) continue;
    const members = [
      ...Object.values(team),
      ...robots.filter(({ study }) => study === demo.key).map(({ id }) => id),
    ];
    const made = await addStudy(own, demo, { members, researcher: team.researcher ?? "" }, wanted);
    field.studies.set(made.study._id, made.study);
    if (demo.customers) field.customers.add(made.study._id);
    targets[made.study._id] = wanted;
    cases += made.cases;
  }
  const { from, until, together, progress } = options;
  const plan = { from, until, targets, together, ...(progress ? { progress } : {}) };
  const tally = await simulateFieldwork(field, robots, plan);
  await markTimes(own, field.marks);
  await planDemoRoster(
    own,
    {
      colleagues: robots.map(({ id }) => id),
      ...{ interviewer: team.interviewer ?? "", supervisor: team.supervisor ?? "" },
    },
    { from, now: until, marks: field.marks },
  );
  return { ...tally, cases, studies: [...field.studies.values()] };
}

const dayMs = 86_400_000;
/** Shifts that the first demo's interviews take, so that the last calls lie a day back and appointments ahead. */
const fieldDays = 4;

/** What the server prints at a start in demo mode. */
export const demoAccountList = { password: demoPassword, logins: accounts.map(({ login }) => login) };

/**
 * The demo of a first start: puts the mark on the database, fills it, and says that it is complete. The field
 * lies in the days before now. Call it on an empty database only.
 * @param deps.db may be a quick connection; `confirm` is one whose writes are durable, and the mark of completion,
 * written last and there, makes everything before it durable too.
 */
export async function loadDemo(
  deps: Deps,
  options: { confirm: Database; interviews?: DemoOptions["interviews"] },
): Promise<LoadedDemo> {
  await beginDemo(options.confirm);
  const now = deps.clock.now();
  const loaded = await fillDemo(deps, {
    // More than these evenings give: people work until now, so appointments that have come due were kept.
    interviews: options.interviews ?? { "opinion-poll": 200, "service-follow-up": 80 },
    seed: 20261123,
    from: new Date(now.getTime() - fieldDays * dayMs),
    until: now,
    together: colleagues.length,
  });
  await finishDemo(options.confirm, now);
  return loaded;
}
