import type { Response } from "express";
import { type OutcomeChoice, outcomesFor } from "../calling/outcomes-for.ts";
import { formatLocale } from "../views/format-locale.ts";
import { interviewUrl } from "./interview-url.ts";
import { helpKey } from "./key-line.ts";
import { namedPersons, type StationContext, stationBar, stationSide } from "./station-view.ts";

export interface OutcomePage {
  /** What the page was asked for; an interview begun decides by itself. */
  situation: string;
  error?: string | null;
  /** What is wrong with the number that was given. */
  numberError?: string;
  form?: Record<string, string>;
  /** The form was kept over the end of a session. */
  kept?: boolean;
  status?: number;
  /** The roster cannot keep the appointment; it may be agreed all the same. */
  full?: boolean;
}

export type CallSituation = "unanswered" | "answered" | "interview";

const daysAhead = 8;

/** How many answers the interview of this call has; null when it was not begun or resumed in this call. */
export function answersSoFar({ held, interview }: StationContext): number | null {
  const ofThisCall = interview && interview.attemptNo === held.attempt?.no;
  return ofThisCall ? Object.keys(interview.state.answers).length : null;
}

/** An interview asked in this call says more than anybody's choice. */
export function callSituation(asked: string, answers: number | null): CallSituation {
  if (answers !== null) return "interview";
  return asked === "answered" ? "answered" : "unanswered";
}

/** The days that an appointment can fall on, in the respondent's calendar. */
function days({ now, locale, held, t }: StationContext, chosen: string | undefined) {
  return Array.from({ length: daysAhead }, (_, index) => {
    const day = new Date(now.getTime() + index * 86_400_000);
    const value = new Intl.DateTimeFormat("en-CA", { timeZone: held.zone, dateStyle: "short" }).format(day);
    return {
      value,
      words: new Intl.DateTimeFormat(formatLocale(locale), {
        timeZone: held.zone,
        weekday: "short",
        day: "numeric",
      }).format(day),
      remark: index === 0 ? t("outcome.today") : null,
      chosen: chosen ? chosen === value : index === 1,
    };
  });
}

function groupsOf(choices: OutcomeChoice[], chosen: string | undefined, context: StationContext) {
  const groups = new Map<string, OutcomeChoice[]>();
  for (const choice of choices) groups.set(choice.group, [...(groups.get(choice.group) ?? []), choice]);
  return [...groups].map(([id, outcomes]) => ({
    id,
    title: context.t(`outcome.groups.${id}`),
    outcomes: outcomes.map((one) => ({
      ...one,
      key: one.key.toUpperCase(),
      appointment: one.form === "appointment",
      number: one.form === "number",
      language: one.asksLanguage,
      chosen: one.code === chosen,
    })),
  }));
}

/** Languages that interviewers meet; the study's own come first, because somebody may go on in them. */
const oftenMet = [
  ...["ar", "bg", "de", "en", "es", "fa", "fr", "hr", "it", "ku", "pl", "pt"],
  ...["ro", "ru", "so", "sq", "sr", "ti", "tr", "uk", "ur", "vi", "zh"],
];

function spokenThere({ study, held, locale }: StationContext): { value: string; words: string }[] {
  const names = new Intl.DisplayNames(locale, { type: "language", fallback: "code" });
  const own = study.languages.filter((language) => language !== held.language);
  const others = oftenMet.filter((language) => !own.includes(language) && language !== held.language);
  const named = (codes: readonly string[]) =>
    codes
      .map((value) => ({ value, words: names.of(value) ?? value }))
      .sort((a, b) => a.words.localeCompare(b.words, locale));
  return [...named(own), ...named(others)];
}

const namedAtMost = 6;

/** Which outcomes the situation leaves out, and why; null when nobody spoke, because nothing is sure then. */
function leftOut(
  { study, t, locale }: StationContext,
  situation: CallSituation,
  offered: OutcomeChoice[],
): string | null {
  if (situation === "unanswered") return null;
  const earlier =
    situation === "interview" ? (["unanswered", "answered"] as const) : (["unanswered"] as const);
  const codes = new Set(offered.map((choice) => choice.code));
  const labels = new Map<string, string>();
  for (const choice of earlier.flatMap((before) => outcomesFor(study, before, locale)))
    if (!codes.has(choice.code)) labels.set(choice.code, choice.label);
  if (labels.size === 0) return null;
  const named = [...labels.values()].slice(0, namedAtMost);
  const more = labels.size - named.length;
  const list = new Intl.ListFormat(locale).format(
    more > 0 ? [...named, t("outcome.leftOut.more", { count: more })] : named,
  );
  return t(`outcome.leftOut.${situation}`, { list });
}

/** After the call: what makes sense now, one key each, an appointment with date and time, a note. */
export function showOutcome(res: Response, context: StationContext, page: OutcomePage): void {
  const { held, study, t, locale } = context;
  const answers = answersSoFar(context);
  const situation = callSituation(page.situation, answers);
  const choices = outcomesFor(study, situation, locale);
  const back =
    answers !== null && context.interview
      ? interviewUrl(context.interview._id)
      : `/cases/${held.caseId}/contact`;
  const chosen = page.form?.day;
  const offered = days(context, chosen);
  const other = situation === "unanswered" ? "answered" : "unanswered";
  res.status(page.status ?? 200).set("Cache-Control", "no-store");
  res.page("cases/outcome", {
    layout: "station",
    title: t("outcome.title", { reference: held.reference }),
    scripts: ["station"],
    caseId: held.caseId,
    station: stationBar(context),
    side: stationSide(context),
    where:
      situation === "interview"
        ? t("outcome.brokenOff", { count: answers ?? 0 })
        : t(`outcome.situation.${situation}`),
    situation,
    otherSituation:
      situation === "interview"
        ? null
        : { href: `/cases/${held.caseId}/outcome?situation=${other}`, words: t(`outcome.switch.${other}`) },
    leftOut: leftOut(context, situation, choices),
    groups: groupsOf(choices, page.form?.outcome, context),
    appointment: choices.some((choice) => choice.form === "appointment"),
    number: choices.some((choice) => choice.form === "number"),
    languages: choices.some((choice) => choice.asksLanguage) ? spokenThere(context) : null,
    numberError: page.numberError ?? null,
    persons: namedPersons(context),
    days: offered,
    otherDay: page.form?.otherDay || (chosen && !offered.some(({ value }) => value === chosen) ? chosen : ""),
    form: page.form ?? {},
    error: page.error ?? null,
    full: page.full ?? false,
    kept: page.kept ?? false,
    keys: [
      { key: "A", to: "Z", words: t("keys.outcome") },
      { key: t("keys.tab"), words: t("keys.nextField") },
      { key: t("keys.enter"), words: t("keys.save") },
      { key: "F9", words: t("keys.pause") },
      {
        key: t("keys.pageUp"),
        words: t("keys.back"),
        does: "back",
        href: back,
      },
      helpKey(t),
    ],
  });
}
