import type { Deps } from "../deps.ts";
import { type AttemptDoc, attemptId, type ContactForm } from "./attempt.ts";
import { attemptModel } from "./attempt-model.ts";
import { caseModel } from "./case-model.ts";

/** Attempts of a case, oldest first. */
export async function attemptsOfCase(deps: Deps, caseId: string): Promise<AttemptDoc[]> {
  return attemptModel(deps.db).find({ caseId }).sort({ no: 1 }).lean<AttemptDoc[]>();
}

/** Attempts of many cases in one read, oldest first, by case id. */
export async function attemptsOfCases(deps: Deps, caseIds: string[]): Promise<Map<string, AttemptDoc[]>> {
  const found = await attemptModel(deps.db)
    .find({ caseId: { $in: caseIds } })
    .sort({ no: 1 })
    .lean<AttemptDoc[]>();
  const byCase = new Map<string, AttemptDoc[]>();
  for (const attempt of found) byCase.set(attempt.caseId, [...(byCase.get(attempt.caseId) ?? []), attempt]);
  return byCase;
}

export async function findAttempt(deps: Deps, id: string): Promise<AttemptDoc | null> {
  return attemptModel(deps.db).findById(id).lean<AttemptDoc>();
}

/**
 * Inserts an attempt before its dial. One of the same number that was never dialed (a crash came between this
 * write and the case's) is taken over. @returns null when that attempt is closed: the case was read too early
 */
export async function insertAttempt(deps: Deps, attempt: AttemptDoc): Promise<AttemptDoc | null> {
  const { _id, ...members } = attempt;
  try {
    await attemptModel(deps.db).collection.insertOne(attempt as never);
    return attempt;
  } catch (error) {
    if ((error as { code?: number }).code !== 11000) throw error;
    return attemptModel(deps.db)
      .findOneAndUpdate({ _id, outcome: null }, { $set: members }, { returnDocument: "after" })
      .lean<AttemptDoc>();
  }
}

/** Stores the contact form of an open attempt. false: it is closed or belongs to an older holder. */
export async function writeContactForm(
  deps: Deps,
  request: { caseId: string; attemptNo: number; fence: number; form: ContactForm },
): Promise<boolean> {
  const done = await attemptModel(deps.db).updateOne(
    { _id: attemptId(request.caseId, request.attemptNo), outcome: null, fence: request.fence },
    { $set: { form: request.form } },
  );
  return done.matchedCount === 1;
}

/** Notes that somebody answered; the first time counts. */
export async function markConnected(deps: Deps, id: string): Promise<void> {
  await attemptModel(deps.db).updateOne(
    { _id: id, connectedAt: null },
    { $set: { connectedAt: deps.clock.now() } },
  );
}

/** Closes an attempt once. null: it was closed before, with what it holds now. */
export async function closeOpenAttempt(
  deps: Deps,
  id: string,
  members: Pick<
    AttemptDoc,
    "outcome" | "aapor" | "note" | "appointment" | "interviewId" | "endedAt" | "spoken"
  >,
): Promise<AttemptDoc | null> {
  return attemptModel(deps.db)
    .findOneAndUpdate({ _id: id, outcome: null }, { $set: members }, { returnDocument: "after" })
    .lean<AttemptDoc>();
}

/** Notes once what the attempt of an interview counts as from now on. null: it was noted before, or is no such attempt. */
export async function correctAttempt(
  deps: Deps,
  request: { id: string; interviewId: string; corrected: NonNullable<AttemptDoc["corrected"]> },
): Promise<AttemptDoc | null> {
  const { id, interviewId, corrected } = request;
  return attemptModel(deps.db)
    .findOneAndUpdate(
      { _id: id, interviewId, corrected: null },
      { $set: { corrected } },
      { returnDocument: "after" },
    )
    .lean<AttemptDoc>();
}

/** Dials of a study since an instant, and the completes among them that still count. */
export async function callsSince(
  deps: Deps,
  studyId: string,
  since: Date,
): Promise<{ dials: number; completes: number }> {
  const calls = { studyId, startedAt: { $gte: since } };
  const [dials, completes] = await Promise.all([
    attemptModel(deps.db).countDocuments(calls),
    attemptModel(deps.db).countDocuments({ ...calls, aapor: { $in: ["1.0", "1.1"] }, corrected: null }),
  ]);
  return { dials, completes };
}

/** Milliseconds that a person spent on attempts which began since `from`, by study. */
export async function callTimeByStudy(deps: Deps, by: string, from: Date): Promise<Map<string, number>> {
  const now = deps.clock.now();
  const rows = await attemptModel(deps.db)
    .collection.aggregate<{ _id: string; ms: number }>([
      { $match: { by, startedAt: { $gte: from } } },
      {
        $group: {
          _id: "$studyId",
          // Never below nothing: the clock may have been set back in the middle of a call.
          ms: { $sum: { $max: [0, { $subtract: [{ $ifNull: ["$endedAt", now] }, "$startedAt"] }] } },
        },
      },
    ])
    .toArray();
  return new Map(rows.map(({ _id, ms }) => [_id, ms]));
}

/** Every attempt of a study, by case and number. */
export function attemptsOfStudy(deps: Deps, studyId: string): Promise<AttemptDoc[]> {
  return attemptModel(deps.db).find({ studyId }).sort({ caseId: 1, no: 1 }).lean<AttemptDoc[]>();
}

/** Which of these outcomes attempts or cases of a study have. */
export async function outcomesInUse(
  deps: Deps,
  studyId: string,
  codes: readonly string[],
): Promise<Set<string>> {
  if (codes.length === 0) return new Set();
  const found = await Promise.all([
    attemptModel(deps.db).distinct("outcome", { studyId, outcome: { $in: codes } }),
    attemptModel(deps.db).distinct("corrected.outcome", { studyId, "corrected.outcome": { $in: codes } }),
    caseModel(deps.db).distinct("finalOutcome", { studyId, finalOutcome: { $in: codes } }),
  ]);
  return new Set(found.flat().map(String));
}
