import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import type { SignedInUser } from "../http/routes.ts";
import { writeAudit } from "../monitoring/audit.ts";
import { storeQuestionnaire } from "../questionnaires/questionnaires.ts";
import { maySeeStudy } from "./may-see-study.ts";
import type { StudyDoc, TeamMember } from "./study-model.ts";
import { type StudyStatus, statusBlockers } from "./study-status.ts";
import {
  findStudies,
  findStudy,
  insertStudy,
  moveStatus,
  pullMember,
  pushMember,
  pushVersion,
  updateStudy,
} from "./study-store.ts";

/** @throws Problem study-unknown */
export async function getStudy(deps: Deps, idOrKey: string): Promise<StudyDoc> {
  const study = await findStudy(deps.db, idOrKey);
  if (!study) throw problem("study-unknown", { study: idOrKey.slice(0, 80) });
  return study;
}

/** The study, if it is one of the user's; otherwise it does not exist for her. @throws Problem study-unknown */
export async function getStudyFor(deps: Deps, user: SignedInUser, idOrKey: string): Promise<StudyDoc> {
  const study = await getStudy(deps, idOrKey);
  if (!maySeeStudy(user, study)) throw problem("study-unknown", { study: idOrKey.slice(0, 80) });
  return study;
}

/** The studies whose team the user is in, newest first; an admin gets all. */
export async function studiesForUser(
  deps: Deps,
  user: Pick<SignedInUser, "id" | "roles">,
): Promise<StudyDoc[]> {
  return findStudies(deps.db, user.roles.includes("admin") ? {} : { member: user.id });
}

export type NewStudy = Pick<StudyDoc, "key" | "name" | "client" | "institute" | "languages"> &
  Partial<
    Pick<
      StudyDoc,
      "policy" | "outcomes" | "texts" | "telephony" | "target" | "demo" | "released" | "advertising"
    >
  > & {
    /** User ids. */
    team?: string[];
  };

/** A plain member: as long as the study, with no share or skills of her own. */
export function teamMember(userId: string): TeamMember {
  return { userId, from: null, until: null, share: null, skills: [], certified: false };
}

/** Makes a study in status draft. @throws Problem study-key-taken */
export async function createStudy(deps: Deps, study: NewStudy, by: string): Promise<StudyDoc> {
  const now = deps.clock.now();
  const made: StudyDoc = {
    _id: deps.newId(),
    key: study.key,
    name: study.name.trim(),
    client: study.client,
    institute: study.institute,
    status: "draft",
    statusReason: null,
    statusSince: now,
    softLimit: null,
    languages: study.languages,
    versions: [],
    sources: [],
    team: (study.team ?? []).map(teamMember),
    policy: study.policy ?? {},
    replanSince: null,
    outcomes: study.outcomes ?? null,
    texts: study.texts ?? {},
    telephony: study.telephony ?? "manual",
    sensitive: false,
    advertising: study.advertising ?? false,
    callingOrder: 100,
    target: study.target ?? null,
    released: study.released ?? { results: false },
    demo: study.demo ?? false,
    createdAt: now,
  };
  if (!(await insertStudy(deps.db, made))) throw problem("study-key-taken", { key: study.key });
  await writeAudit(deps, {
    by,
    act: "study.create",
    on: made._id,
    studyId: made._id,
    what: { key: made.key },
  });
  return made;
}

export interface StatusMove {
  studyId: string;
  to: StudyStatus;
  by: string;
  /** Shown to the interviewers, above all when the field is paused. */
  reason?: string | undefined;
  /** For "soft": after how many completes or dials it pauses itself. */
  softLimit?: StudyDoc["softLimit"];
  /** What stands in the way besides the study itself; unknown is not held against it. */
  cases?: number;
  interviewers?: number;
}

/** @throws Problem study-unknown, status-not-allowed (with the blockers as errors), status-changed */
export async function setStudyStatus(deps: Deps, move: StatusMove): Promise<StudyDoc> {
  const study = await getStudy(deps, move.studyId);
  if (study.status === move.to) return study;
  const blockers = statusBlockers(study.status, move.to, {
    versions: study.versions.length,
    cases: move.cases ?? 1,
    interviewers: move.interviewers ?? 1,
  });
  if (blockers.length > 0)
    throw problem(
      "status-not-allowed",
      { from: study.status, to: move.to },
      blockers.map((blocker) => ({ pointer: "status", detail: blocker })),
    );
  const reason = move.reason?.trim() || null;
  const moved = await moveStatus(deps.db, {
    studyId: study._id,
    from: study.status,
    to: move.to,
    reason,
    softLimit: move.to === "soft" ? (move.softLimit ?? null) : null,
    at: deps.clock.now(),
  });
  if (!moved) throw problem("status-changed");
  await writeAudit(deps, {
    by: move.by,
    act: "study.status",
    on: study._id,
    studyId: study._id,
    what: { from: study.status, to: move.to },
    ...(reason ? { reason } : {}),
  });
  return moved;
}

/**
 * Makes the definition the version for new interviews. Publishing the latest version again changes nothing.
 * The definition is checked by whoever calls; what is stored here is never changed afterwards.
 * @throws Problem study-unknown, version-published-meanwhile
 */
export async function publishVersion(
  deps: Deps,
  publication: { studyId: string; definition: unknown; by: string },
): Promise<{ hash: string; number: number }> {
  const study = await getStudy(deps, publication.studyId);
  const hash = await storeQuestionnaire(deps, publication.definition);
  if (study.versions.at(-1)?.hash === hash) return { hash, number: study.versions.length };
  const version = { hash, publishedAt: deps.clock.now(), by: publication.by };
  const published = await pushVersion(deps.db, study._id, version, study.versions.length);
  if (!published) throw problem("version-published-meanwhile");
  const number = published.versions.length;
  await writeAudit(deps, {
    by: publication.by,
    act: "study.publish",
    on: study._id,
    studyId: study._id,
    what: { hash, number },
  });
  return { hash, number };
}

export type StudySettings = Parameters<typeof updateStudy>[2];

/**
 * Changes settings of a study and notes which ones; what is so already is not noted.
 * @param note `onto`: only while these are as they were read, otherwise nothing happens; `act` and `what`: what the
 * audit says in place of the settings' names
 * @throws Problem study-unknown
 */
export async function changeStudy(
  deps: Deps,
  studyId: string,
  change: StudySettings,
  by: string,
  note: { onto?: Parameters<typeof updateStudy>[3]; act?: string; what?: Record<string, unknown> } = {},
): Promise<StudyDoc> {
  const study = await updateStudy(deps.db, studyId, change, note.onto);
  if (!study) return getStudy(deps, studyId);
  await writeAudit(deps, {
    by,
    act: note.act ?? "study.change",
    on: studyId,
    studyId,
    what: note.what ?? { settings: Object.keys(change) },
  });
  return study;
}

export async function addToTeam(deps: Deps, studyId: string, userId: string, by: string): Promise<void> {
  if (!(await pushMember(deps.db, studyId, teamMember(userId)))) return;
  await writeAudit(deps, { by, act: "team.add", on: userId, studyId });
}

export async function removeFromTeam(deps: Deps, studyId: string, userId: string, by: string): Promise<void> {
  if (!(await pullMember(deps.db, studyId, userId))) return;
  await writeAudit(deps, { by, act: "team.remove", on: userId, studyId });
}
