import { isPolicy, type Policy } from "../calling/policy.ts";
import type { Deps } from "../deps.ts";
import { type FieldStudyDoc, readFieldStudies, readTeamSkills } from "./field-study-store.ts";

/** What the field needs to know of a study. */
export interface FieldStudy {
  _id: string;
  key: string;
  client: string;
  status: string;
  telephony: string;
  policy: Policy | null;
  outcomes: unknown;
  languages: string[];
  team: FieldStudyDoc["team"];
  /** Its cases go to certified members only. */
  sensitive: boolean;
  /** It counts as advertising (a satisfaction study does): each number needs a consent with its proof. */
  advertising: boolean;
  /** Lower is asked first. */
  callingOrder: number;
  /** Skills that somebody in the team has; a case never waits for a skill that nobody has. */
  skills: Set<string>;
}

interface Cache {
  at: number;
  studies: Promise<Map<string, FieldStudy>>;
}

const keptMs = 1000;
/** Who writes alone changes no study while it is in the field. */
const soleWriterKeptMs = 3_600_000;
const caches = new WeakMap<Deps["db"], Cache>();
/** The same policy text is the same object, so that computed hours are kept over reads. */
const policies = new Map<string, Policy>();

function internPolicy(policy: unknown): Policy | null {
  if (!policy || typeof policy !== "object" || !isPolicy(policy)) return null;
  const text = JSON.stringify(policy);
  const known = policies.get(text);
  if (known) return known;
  if (policies.size > 500) policies.clear();
  policies.set(text, policy);
  return policy;
}

/** Studies by id, kept for a second; claims that come at once share one read. */
export function fieldStudies(deps: Deps): Promise<Map<string, FieldStudy>> {
  const at = deps.clock.now().getTime();
  const cached = caches.get(deps.db);
  const ms = deps.config.soleWriter ? soleWriterKeptMs : keptMs;
  if (cached && at >= cached.at && at - cached.at < ms) return cached.studies;
  const studies = loadStudies(deps);
  caches.set(deps.db, { at, studies });
  studies.catch(() => caches.delete(deps.db));
  return studies;
}

async function loadStudies(deps: Deps): Promise<Map<string, FieldStudy>> {
  const docs = await readFieldStudies(deps);
  const skills = await readTeamSkills(
    deps,
    docs.flatMap((doc) => doc.team.map((member) => member.userId)),
  );
  return new Map(docs.map((doc) => [doc._id, toFieldStudy(doc, skills)]));
}

function toFieldStudy(doc: FieldStudyDoc, userSkills: Map<string, string[]>): FieldStudy {
  const skills = doc.team.flatMap((member) => [
    ...(member.skills ?? []),
    ...(userSkills.get(member.userId) ?? []),
  ]);
  return {
    _id: doc._id,
    key: doc.key,
    client: doc.client?.name ?? "",
    status: doc.status,
    telephony: doc.telephony,
    policy: internPolicy(doc.policy),
    outcomes: doc.outcomes ?? null,
    languages: doc.languages ?? [],
    team: doc.team,
    sensitive: doc.sensitive ?? false,
    advertising: doc.advertising ?? false,
    callingOrder: doc.callingOrder ?? 100,
    skills: new Set(skills),
  };
}

/** One study, or null; read anew when it is not among the known ones. */
export async function fieldStudy(deps: Deps, studyId: string): Promise<FieldStudy | null> {
  const known = (await fieldStudies(deps)).get(studyId);
  if (known) return known;
  caches.delete(deps.db);
  return (await fieldStudies(deps)).get(studyId) ?? null;
}

/** After a change of a study: the next question reads it anew. */
export function forgetFieldStudies(deps: Deps): void {
  caches.delete(deps.db);
}
