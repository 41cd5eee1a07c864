import { answerSheet, type SheetLine } from "../../surveys/engine/index.ts";
import { outcomeLabels } from "../calling/outcome-labels.ts";
import { attemptId } from "../cases/attempt.ts";
import { findAttempt } from "../cases/attempts.ts";
import { findCase } from "../cases/case-desk.ts";
import { closeOutcomes, reopenOutcome } from "../cases/undo-complete.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import { countedPlaces } from "../quotas/counted-places.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { findUsersById } from "../users/users.ts";
import type { InterviewDoc } from "./interview-model.ts";
import { findInterview } from "./interview-store.ts";
import type { Review } from "./review.ts";
import { signalsOf, usualPaceOf } from "./review-list.ts";
import { findForReview, findScreenTimes, type ScreenTime } from "./review-store.ts";

/** A block of the questionnaire with the lines of the answer sheet and the time that each was on the screen. */
export interface SheetBlock {
  title: string | null;
  lines: (SheetLine & { ms: number })[];
}

/** A complete interview of the study, accepted or not, or an invalid one. @throws Problem "not-found" */
export async function interviewForReview(
  deps: Deps,
  study: Pick<StudyDoc, "_id">,
  interviewId: string,
): Promise<InterviewDoc> {
  const interview = await findInterview(deps, interviewId);
  const isComplete = interview?.status === "complete" || interview?.status === "invalidated";
  if (!interview || !isComplete || interview.studyId !== study._id || interview.mode !== "live")
    throw problem("not-found");
  return interview;
}

/** Milliseconds on the screen by answer key; an act that was sent twice has one number. */
export function timeByKey(acts: readonly ScreenTime[]): Map<string, number> {
  const bySeq = new Map(acts.map((act) => [act.seq, act]));
  const times = new Map<string, number>();
  for (const { key, screenMs } of bySeq.values()) times.set(key, (times.get(key) ?? 0) + (screenMs ?? 0));
  return times;
}

/** The sheet by blocks, with the time of each step. Pure. */
export function sheetBlocks(lines: readonly SheetLine[], acts: readonly ScreenTime[]): SheetBlock[] {
  const times = timeByKey(acts);
  const blocks: SheetBlock[] = [];
  for (const line of lines) {
    const timed = { ...line, ms: times.get(line.key) ?? 0 };
    const last = blocks.at(-1);
    if (last && last.title === line.block) last.lines.push(timed);
    else blocks.push({ title: line.block, lines: [timed] });
  }
  return blocks;
}

/** What was decided, oldest first. An acceptance that was taken back stands before the invalidation. */
function decisionsOf(review: Review | undefined, label: (code: string | null) => string) {
  if (!review) return [];
  const { before, case: after, ...decided } = review;
  const closed = after?.to === "close" ? label(after.outcome) : null;
  const first = before
    ? [{ ...before, decision: "accepted" as const, reason: null, after: null, closed }]
    : [];
  return [...first, { ...decided, after: after?.to ?? null, closed }];
}

/**
 * All that the page of one interview shows: answers, times, call, signals, decisions, and what an invalidation would
 * do. Nothing of the contact is read. `language`: the one to show the answers in, if the questionnaire has it.
 * @throws Problem "not-found"
 */
export async function reviewPage(
  deps: Deps,
  request: { study: StudyDoc; interviewId: string; language: string; locale: string },
) {
  const { study, locale } = request;
  const interview = await interviewForReview(deps, study, request.interviewId);
  const compiled = await compiledQuestionnaire(deps, interview.version);
  const [item, attempt, events, people, usual, places, waiting] = await Promise.all([
    findCase(deps, interview.caseId),
    findAttempt(deps, attemptId(interview.caseId, interview.attemptNo)),
    findScreenTimes(deps, interview._id),
    findUsersById(deps.db, interview.interviewers),
    usualPaceOf(deps, study._id),
    countedPlaces(deps, interview, compiled, locale),
    findForReview(deps, { studyId: study._id, state: "waiting", skip: 0, limit: 2 }),
  ]);
  const signals = await signalsOf(deps, [interview], usual);
  const names = new Map(people.map(({ _id, name }) => [_id, name]));
  const label = outcomeLabels(study.outcomes, locale);
  const { languages } = compiled.definition;
  const language = languages.includes(request.language) ? request.language : interview.state.language;
  const words = {
    interviewer: names.get(interview.interviewers.at(-1) ?? "") ?? "",
    study: { client: study.client.name, institute: study.institute.name, name: study.name },
  };
  const sheet = answerSheet(compiled, interview.state, { language, words });
  const version = study.versions.findIndex(({ hash }) => hash === interview.version) + 1;
  return {
    interview: {
      ...{ _id: interview._id, publicId: interview.publicId, status: interview.status },
      ...{ startedAt: interview.startedAt, endedAt: interview.endedAt, activeMs: interview.activeMs },
      review: interview.review ?? null,
      language: interview.state.language,
      interviewers: interview.interviewers.map((id) => ({ id, name: names.get(id) ?? id })),
      version: version > 0 ? version : null,
    },
    item: item && { _id: item._id, reference: item.reference, state: item.state, lease: item.lease },
    // Called again or moved since: an invalidation has nothing to say about it any more.
    caseWentOn: item !== null && item.interviewId !== interview._id,
    call: attempt && {
      ...{ no: attempt.no, startedAt: attempt.startedAt },
      ms: attempt.endedAt
        ? attempt.endedAt.getTime() - (attempt.connectedAt ?? attempt.startedAt).getTime()
        : 0,
      outcome: label(attempt.outcome),
      countsAs: attempt.corrected ? label(attempt.corrected.outcome) : null,
    },
    signals: signals.get(interview._id) ?? [],
    sheet: sheetBlocks(sheet, [...events, ...interview.pending]),
    withheld: sheet.some(({ answer }) => answer === "withheld"),
    language,
    languages,
    decisions: decisionsOf(interview.review, label),
    places,
    reopenAs: label(reopenOutcome),
    closeAs: closeOutcomes(study.outcomes).map(({ code }) => ({ code, label: label(code) })),
    closed: study.status === "closed",
    next: waiting.find(({ _id }) => _id !== interview._id)?._id ?? null,
  };
}
