import { findOutcome, outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import { outcomeLabels } from "../calling/outcome-labels.ts";
import type { AttemptDoc } from "../cases/attempt.ts";
import type { Appointment, CaseDoc } from "../cases/case.ts";
import { type CaseRecords, caseRecords } from "../cases/case-records.ts";
import { refusalSentence } from "../cases/refusal-sentence.ts";
import { instantWords, whySentence } from "../cases/why-sentence.ts";
import type { Deps } from "../deps.ts";
import { houseZone } from "../house-zone.ts";
import type { findOfCase } from "../interviews/review-list.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { findUsersById } from "../users/users.ts";
import { basisIn } from "../views/source-words.ts";
import { translator } from "../views/translate.ts";
import { auditOf } from "./audit.ts";
import type { AuditDoc } from "./audit-model.ts";

/** One step of a case, in the order of time. */
export interface HistoryLine {
  at: Date;
  /** One sentence: what happened, and who did it. */
  words: string;
  /** What it did to the case, or more about it. */
  more: string | null;
}

type Interview = Awaited<ReturnType<typeof findOfCase>>[number];

/** More than anybody reads; caps keep cases far below it. */
const most = 200;

/** Moves that stand in the audit with their reason; the plan that they made says nothing more. */
const toldElsewhere = ["supervisor-move", "supervisor-wait"];

/**
 * The whole way of a case, one sentence a step: import, release, calls with what each led to, what supervisors did and
 * why, refusals of the gateway, quotas, interviews and their reviews. Four bounded look-ups by index, no write.
 */
export async function caseHistory(
  deps: Deps,
  request: {
    item: CaseDoc;
    study: StudyDoc;
    attempts: readonly AttemptDoc[];
    interviews: readonly Interview[];
    locale: string;
  },
): Promise<HistoryLine[]> {
  const { item } = request;
  const [records, audit] = await Promise.all([caseRecords(deps, item, most), auditOf(deps, item._id, most)]);
  const ids = [records.batch?.by, ...audit.flatMap(({ by, what }) => [by, what.from, what.to])];
  const people = await findUsersById(deps.db, [
    ...new Set(ids.filter((id): id is string => typeof id === "string")),
  ]);
  const names = new Map(people.map(({ _id, name }) => [_id, name]));
  return tellHistory({ ...request, records, audit, nameOf: (id) => names.get(id) ?? id });
}

/** The same from what was read. Pure. */
export function tellHistory(told: {
  item: CaseDoc;
  study: Pick<StudyDoc, "outcomes">;
  attempts: readonly AttemptDoc[];
  interviews: readonly Interview[];
  records: CaseRecords;
  audit: readonly AuditDoc[];
  nameOf: (id: string) => string;
  locale: string;
}): HistoryLine[] {
  const { audit, interviews, attempts } = told;
  const lines = [
    ...importLine(told),
    ...attempts.map((attempt) => attemptLine(attempt, told)),
    ...stepLines(told),
    ...told.records.refusals.map((refusal) => refusalLine(refusal, told.locale)),
    ...audit.map((entry) => auditLine(entry, told)),
    ...interviews.flatMap((interview) => interviewLines(interview, told.locale)),
  ];
  return lines.sort((one, other) => one.at.getTime() - other.at.getTime());
}

type Told = Parameters<typeof tellHistory>[0];

function importLine({ records, nameOf, locale }: Told): HistoryLine[] {
  if (!records.batch) return [];
  const { startedAt: at, by, filename } = records.batch;
  const words = translator(locale)(filename ? "history.importedFile" : "history.imported", {
    ...{ name: nameOf(by), filename },
  });
  return [{ at, words, more: null }];
}

function attemptLine(attempt: AttemptDoc, { item, study, locale }: Told): HistoryLine {
  const t = translator(locale);
  const label = outcomeLabels(study.outcomes, locale);
  const { no, byName: name, outcome } = attempt;
  const step = item.steps?.find((one) => one.no === no);
  const rule = findOutcome(outcomeCatalogue(study.outcomes), outcome ?? "");
  const agreed = attempt.appointment as Appointment | null;
  const more = [
    rule && rule.number !== "keep" ? t(`history.number.${rule.number}`) : null,
    agreed &&
      !step?.why.code.startsWith("appointment-") &&
      t("history.agreed", { when: instantWords(agreed.for, locale, agreed.zone), zone: agreed.zone }),
    step && step.why.code !== "outcome-final" ? whySentence(step.why, locale, study.outcomes) : null,
    step?.state === "final" ? t("history.closed") : null,
  ].filter((words): words is string => Boolean(words));
  const number = t(`cases.numberKinds.${attempt.numberKind}`);
  const result = outcome ? label(outcome) : t("cases.openAttempt");
  const words = t(attempt.mode === "inbound" ? "history.inbound" : "history.attempt", {
    ...{ no, number, name, outcome: result },
  });
  return { at: attempt.startedAt, words, more: more.join(" ") || null };
}

function stepLines({ item, study, attempts, locale }: Told): HistoryLine[] {
  const known = new Set(attempts.map(({ no }) => no));
  return (item.steps ?? [])
    .filter(({ no, why }) => (no === undefined || !known.has(no)) && !toldElsewhere.includes(why.code))
    .map(({ at, why }) => ({ at, words: whySentence(why, locale, study.outcomes), more: null }));
}

function refusalLine(
  { at, rule, params, basis, source, stage }: CaseRecords["refusals"][number],
  locale: string,
): HistoryLine {
  const t = translator(locale);
  const detail = refusalSentence({ rule, params }, locale);
  return { at, words: t(`history.refused.${stage}`, { detail }), more: basisIn(locale)(basis, source) };
}

function auditLine({ at, act, by, reason, what }: AuditDoc, told: Told): HistoryLine {
  const { item, study, nameOf, locale } = told;
  const t = translator(locale);
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  // Appointments and waits are agreed in the respondent's time.
  const zone = item.appointment?.zone ?? item.numbers[0]?.zones[0] ?? houseZone();
  const moment = (value: unknown) => text(value) && instantWords(new Date(text(value)), locale, zone);
  const person = (value: unknown) => (value === "anyone" ? t("history.anyone") : nameOf(text(value)));
  const time = act === "case.appointment-time";
  const to =
    act === "case.appointment"
      ? person(what.to)
      : time
        ? moment(what.to)
        : what.outcome
          ? outcomeLabels(study.outcomes, locale)(text(what.outcome))
          : t(`cases.states.${text(what.to) || "ready"}`);
  const from = act === "case.appointment" ? person(what.from) : moment(time ? what.from : null);
  const notes = [
    reason && t("history.reason", { reason }),
    act === "case.move" && what.until ? t("explain.until", { time: moment(what.until) }) : null,
    what.language
      ? t("history.language", {
          language: new Intl.DisplayNames(locale, { type: "language" }).of(text(what.language)),
        })
      : null,
  ].filter(Boolean);
  const words = t(`history.acts.${act.replace("case.", "")}`, {
    ...{ name: nameOf(by), to, from },
    defaultValue: `${nameOf(by)}: ${t(`audit.acts.${act}`)}`,
  });
  return { at, words, more: notes.join(" ") || null };
}

function interviewLines({ status, startedAt, endedAt, review }: Interview, locale: string): HistoryLine[] {
  const t = translator(locale);
  const line = (at: Date, words: string, more: string | null = null) => ({ at, words, more });
  const decided = review
    ? [
        line(
          review.at,
          t(`history.review.${review.decision}`, { name: review.name }),
          review.reason ? t("history.reason", { reason: review.reason }) : null,
        ),
      ]
    : [];
  const taken = review?.before
    ? [line(review.before.at, t("history.review.accepted", { name: review.before.name }))]
    : [];
  // What a review made of it came later than its end.
  const ended = status === "invalidated" ? "complete" : status;
  return [
    line(startedAt, t("history.interviewBegun")),
    ...(endedAt
      ? [line(endedAt, t("history.interviewEnded", { status: t(`reviews.statuses.${ended}`) }))]
      : []),
    ...taken,
    ...decided,
  ];
}
