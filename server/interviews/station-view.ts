import type { TFunction } from "i18next";
import type { Questionnaire } from "../../surveys/engine/index.ts";
import { findOutcome, outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import type { HeldCase } from "../cases/held-case.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { formatLocale } from "../views/format-locale.ts";
import type { InterviewDoc } from "./interview-model.ts";
import { sampleWords } from "./sample-words.ts";

/** Everything a page of the workstation is drawn from. */
export interface StationContext {
  t: TFunction;
  locale: string;
  now: Date;
  study: StudyDoc;
  held: HeldCase;
  /** The open interview of the case, from this call or an earlier one. */
  interview?: InterviewDoc | null;
  language: string;
  /** Sample variables as the questionnaire declares them. */
  sample: Questionnaire["sample"];
  practice?: boolean;
  /** Page-dependent part of the bar: held, saved, or how many answers there are. */
  third?: "held" | "saved";
}

const two = (value: number) => String(value).padStart(2, "0");

/** City of an IANA zone: "Europe/Berlin" is Berlin. */
export function placeOf(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const shapes = { time: clock, day: { weekday: "short", day: "numeric", ...clock } } as const;

/** Making a formatter costs a hundred times its use. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatted(instant: Date, shape: keyof typeof shapes, zone: string, locale: string): string {
  const key = `${shape} ${zone} ${locale}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(formatLocale(locale), { timeZone: zone, ...shapes[shape] });
    formatters.set(key, formatter);
  }
  return formatter.format(instant);
}

/** Time of day at a place, such as 18:42. */
export function timeAt(instant: Date, zone: string, locale: string): string {
  return formatted(instant, "time", zone, locale);
}

/** Day and time, such as "Mon 16, 16:17". */
function shortTime(instant: Date, zone: string, locale: string): string {
  return formatted(instant, "day", zone, locale);
}

function callState({ held, t, now }: StationContext) {
  const { attempt } = held;
  if (!attempt) return { class: "state-off", icon: "open", words: t("station.notDialed") };
  const since = new Date(attempt.startedAt);
  const seconds = Math.max(0, Math.floor((now.getTime() - since.getTime()) / 1000));
  return {
    class: "state-live",
    icon: "call",
    words: t(attempt.connected ? "station.connected" : "station.dialed"),
    since: since.toISOString(),
    for: `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`,
  };
}

/** The top bar: client's name to say, study, case, their time, the call, whether answers are saved. */
export function stationBar(context: StationContext) {
  const { held, study, t, locale } = context;
  const heldWords = {
    label: t("station.case"),
    class: "state-good",
    icon: "lock",
    words: t("station.heldForYou"),
  };
  const saved = {
    label: t("station.answers"),
    class: "state-good",
    icon: "check",
    words: t("station.saved"),
  };
  return {
    client: study.client.name,
    study: study.name,
    language: t(`station.languages.${context.language}`, { defaultValue: context.language }),
    reference: held.reference,
    keep: context.practice ? null : { url: `/cases/${held.caseId}/keep`, fence: held.fence },
    zone: held.zone,
    time: timeAt(context.now, held.zone, locale),
    place: placeOf(held.zone),
    practice: context.practice ?? false,
    call: callState(context),
    third: context.third === "held" ? heldWords : saved,
  };
}

/** The person to ask for: the target if there is a name, otherwise whoever is known. */
export function personOf(held: HeldCase): HeldCase["persons"][number] | undefined {
  return held.persons.find((person) => person.role === "target") ?? held.persons[0];
}

/** Those of the case's persons whose names are known. */
export function namedPersons({ held, t }: StationContext) {
  return held.persons
    .filter(({ name }) => name)
    .map(({ id, name, role }) => ({ id, name, role: t(`station.roles.${role}`) }));
}

function numberOf({ held, t }: StationContext) {
  const index = held.numbers.findIndex((number) => number.id === held.attempt?.numberId);
  const number = held.numbers[index];
  if (!number) return null;
  const kind = t(`station.kinds.${number.kind}`);
  return {
    words: t("station.numberOf", { no: index + 1, of: held.numbers.length, kind }),
    display: number.display,
  };
}

function appointmentWords({ held, locale }: StationContext): string | null {
  if (!held.appointment) return null;
  const { kind, until, person } = held.appointment;
  const from = shortTime(new Date(held.appointment.for), held.zone, locale);
  const when = kind === "hard" ? from : `${from} – ${timeAt(new Date(until), held.zone, locale)}`;
  const whom = held.persons.find(({ id }) => id === person)?.name;
  return whom ? `${when}, ${whom}` : when;
}

function outcomeLabel({ study, locale }: StationContext, code: string): string {
  const label = findOutcome(outcomeCatalogue(study.outcomes), code)?.label ?? {};
  return label[locale] ?? label.en ?? code;
}

/** The quiet column: contact, appointment, notes, earlier calls, sample. */
export function stationSide(context: StationContext) {
  const { held, t, locale } = context;
  const person = personOf(held);
  return {
    who: person?.name || t("station.unknownName"),
    role: person ? t(`station.roles.${person.role}`) : null,
    number: numberOf(context),
    appointment: appointmentWords(context),
    notes: held.notes.map((note) => ({
      text: note.text,
      by: [note.by, shortTime(new Date(note.at), held.zone, locale)].filter(Boolean).join(", "),
    })),
    history: held.history.map((call) => ({
      iso: new Date(call.at).toISOString(),
      when: shortTime(new Date(call.at), held.zone, locale),
      outcome: outcomeLabel(context, call.outcome),
      detail: [t(`station.kinds.${call.numberKind}`, { defaultValue: "" }), call.by]
        .filter(Boolean)
        .join(", "),
    })),
    sample: sampleWords(held.sample, context.sample, locale),
  };
}
