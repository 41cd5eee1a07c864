import type { Database } from "../db/database.ts";
import { isDuplicateKey } from "../db/is-duplicate-key.ts";
import {
  type PublishedVersion,
  type SampleSource,
  type StudyDoc,
  studyModel,
  type TeamMember,
} from "./study-model.ts";
import type { StudyStatus } from "./study-status.ts";

export async function findStudy(db: Database, idOrKey: string): Promise<StudyDoc | null> {
  return studyModel(db)
    .findOne({ $or: [{ _id: idOrKey }, { key: idOrKey }] })
    .lean();
}

export async function findStudies(db: Database, filter: { member?: string } = {}): Promise<StudyDoc[]> {
  return studyModel(db)
    .find(filter.member ? { "team.userId": filter.member } : {})
    .sort({ createdAt: -1 })
    .lean();
}

/** False when the key is taken. */
export async function insertStudy(db: Database, study: StudyDoc): Promise<boolean> {
  try {
    await studyModel(db).create(study);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/** Changes the status only if it still is `from`; null when somebody was faster. */
export async function moveStatus(
  db: Database,
  move: {
    studyId: string;
    from: StudyStatus;
    to: StudyStatus;
    reason: string | null;
    softLimit: StudyDoc["softLimit"];
    at: Date;
  },
): Promise<StudyDoc | null> {
  return studyModel(db)
    .findOneAndUpdate(
      { _id: move.studyId, status: move.from },
      {
        $set: {
          status: move.to,
          statusReason: move.reason,
          softLimit: move.softLimit,
          statusSince: move.at,
        },
      },
      { returnDocument: "after" },
    )
    .lean();
}

/** Soft launches with a limit. */
export async function findSoftLaunches(db: Database): Promise<StudyDoc[]> {
  return studyModel(db)
    .find({ softLimit: { $type: "object" }, status: "soft" })
    .lean();
}

/** Adds a version only if there still are `after` of them; null when somebody published meanwhile. */
export async function pushVersion(
  db: Database,
  studyId: string,
  version: PublishedVersion,
  after: number,
): Promise<StudyDoc | null> {
  return studyModel(db)
    .findOneAndUpdate(
      { _id: studyId, versions: { $size: after } },
      { $push: { versions: version } },
      { returnDocument: "after" },
    )
    .lean();
}

/** Changes settings while those of `onto` are as they were read; null: no such study, changed, or so already. */
export async function updateStudy(
  db: Database,
  studyId: string,
  change: Partial<
    Pick<
      StudyDoc,
      | "name"
      | "policy"
      | "replanSince"
      | "outcomes"
      | "texts"
      | "target"
      | "released"
      | "languages"
      | "sensitive"
      | "advertising"
      | "moveOpenInterviews"
    >
  >,
  onto: Partial<Pick<StudyDoc, "policy" | "outcomes">> = {},
): Promise<StudyDoc | null> {
  // The time of a replan goes along with what changes; alone it is none.
  const { replanSince: _, ...settings } = change;
  return studyModel(db)
    .findOneAndUpdate(
      { _id: studyId, ...onto, $nor: [settings] },
      { $set: change },
      { returnDocument: "after" },
    )
    .lean();
}

/** Adds a source of numbers. false: it is there already. */
export async function pushSource(db: Database, studyId: string, source: SampleSource): Promise<boolean> {
  const done = await studyModel(db).updateOne(
    { _id: studyId, "sources.id": { $ne: source.id } },
    { $push: { sources: source } },
  );
  return done.modifiedCount === 1;
}

/** Adds the person. false: already in the team, and left as she is. */
export async function pushMember(db: Database, studyId: string, member: TeamMember): Promise<boolean> {
  const done = await studyModel(db).updateOne(
    { _id: studyId, "team.userId": { $ne: member.userId } },
    { $push: { team: member } },
  );
  return done.modifiedCount === 1;
}

/** false: not in the team any more. */
export async function pullMember(db: Database, studyId: string, userId: string): Promise<boolean> {
  const done = await studyModel(db).updateOne({ _id: studyId }, { $pull: { team: { userId } } });
  return done.modifiedCount === 1;
}

/** Sets the assignments of people who are in the team; somebody who has left meanwhile stays out. @returns did that change any? */
export async function setMembers(db: Database, studyId: string, members: TeamMember[]): Promise<boolean> {
  if (members.length === 0) return false;
  const done = await studyModel(db).bulkWrite(
    members.map((member) => ({
      updateOne: {
        filter: { _id: studyId, "team.userId": member.userId },
        update: { $set: { "team.$": member } },
      },
    })),
  );
  return done.modifiedCount > 0;
}

/** Adds those who are not in the team yet, in one write; repeating changes nothing. */
export async function addMembers(db: Database, studyId: string, members: TeamMember[]): Promise<void> {
  await studyModel(db).collection.updateOne({ _id: studyId as never }, [
    {
      $set: {
        team: {
          $concatArrays: [
            "$team",
            { $filter: { input: members, cond: { $not: { $in: ["$$this.userId", "$team.userId"] } } } },
          ],
        },
      },
    },
  ]);
}

/** false: none of them was in the team any more. */
export async function pullMembers(db: Database, studyId: string, userIds: string[]): Promise<boolean> {
  const done = await studyModel(db).updateOne(
    { _id: studyId },
    { $pull: { team: { userId: { $in: userIds } } } },
  );
  return done.modifiedCount === 1;
}

/** Puts studies into the order given: the first is asked first. @returns did that change anything? */
export async function setCallingOrder(db: Database, studyIds: string[]): Promise<boolean> {
  if (studyIds.length === 0) return false;
  const done = await studyModel(db).bulkWrite(
    studyIds.map((_id, index) => ({
      updateOne: { filter: { _id }, update: { $set: { callingOrder: index + 1 } } },
    })),
  );
  return done.modifiedCount > 0;
}

/** false: it was so already. */
export async function moveRelease(db: Database, studyId: string, results: boolean): Promise<boolean> {
  const done = await studyModel(db).updateOne(
    { _id: studyId, "released.results": { $ne: results } },
    { $set: { "released.results": results } },
  );
  return done.modifiedCount === 1;
}
