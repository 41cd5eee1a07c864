import type { TFunction } from "i18next";
import { type OutcomeCatalogue, outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import type { Basis, Policy, Span } from "../calling/policy.ts";
import { sourceIn } from "../views/source-words.ts";
import { translator } from "../views/translate.ts";
import { durationWords, nextWords } from "./next-words.ts";

/** One rule in words, with what it rests on. */
interface Rule {
  name: string;
  value: string;
  basis: Basis["basis"];
  source: string;
}

const words = (spans: readonly Span[]) => spans.map(([from, to]) => `${from} – ${to}`).join(", ");

/** The hours as they hold: a day that needs a reason is closed until one is stated. */
function hoursOf({ hours }: Policy) {
  const shut = (day: Policy["hours"]["needReason"][number]) =>
    hours.needReason.includes(day) && !hours.reason;
  const days = Object.entries(hours.days).map(([day, spans]) => ({
    day,
    spans: words(spans),
    shut: spans.length > 0 && shut(day as keyof typeof hours.days),
  }));
  const { holidays } = hours;
  return [
    ...days,
    {
      day: "holiday",
      spans: holidays && words(holidays),
      same: holidays === null,
      shut: holidays !== null && holidays.length > 0 && shut("holiday"),
    },
  ];
}

/** Outcomes after which a case comes again, those with the same rule in one line. */
function delaysOf(policy: Policy, { outcomes }: OutcomeCatalogue, locale: string, t: TFunction) {
  const byRule = new Map<string, { outcomes: string[]; own: boolean }>();
  for (const outcome of outcomes) {
    if (["final", "appointment", "hold-language", "hold-supervisor"].includes(outcome.next.case)) continue;
    const rule = nextWords(outcome, policy.delays, t);
    const own = outcome.code in policy.delays;
    const line = byRule.get(`${rule}/${own}`) ?? { outcomes: [], own };
    line.outcomes.push(outcome.label[locale] ?? outcome.label.en ?? outcome.code);
    byRule.set(`${rule}/${own}`, line);
  }
  return [...byRule].map(([key, line]) => ({
    rule: key.slice(0, key.lastIndexOf("/")),
    outcomes: line.outcomes.join(", "),
    own: line.own,
  }));
}

function rulesOf(policy: Policy, t: TFunction): Rule[] {
  const house = { basis: "house", source: "House rule" } as const;
  const { rest, appointments, dialing, consent, blockingFile, advertising } = policy;
  const rule = (name: string, params: Record<string, unknown>, { basis, source }: Basis = house): Rule => ({
    name: t(`policy.rules.${name}.name`),
    value: t(`policy.rules.${name}.value`, params),
    basis,
    source,
  });
  return [
    rule("afterComplete", { count: rest.instituteAfterCompleteDays }, rest),
    rule("afterRefusal", { count: rest.instituteAfterRefusalDays }, rest),
    rule("softRefusals", { count: policy.maxSoftRefusals }),
    rule("hard", { count: appointments.hardFromMinutes }),
    rule("same", { span: durationWords(appointments.sameInterviewerMinutes, t) }),
    rule("missed", { span: durationWords(appointments.missedAfterMinutes, t) }),
    rule("own", {}),
    rule(`consent.${consent.call}`, {}, consent),
    ...(advertising ? [rule("advertising", {}, advertising)] : []),
    ...(blockingFile
      ? [rule(`blockingFile.${blockingFile.missing}`, { list: blockingFile.list }, blockingFile)]
      : []),
    rule(`dialing.${dialing.mode}`, { count: dialing.previewSeconds }, dialing),
    rule(policy.leastFilledFirst === false ? "order.plain" : "order.leastFilled", {}),
    ...(policy.fictionOnly ? [rule("fiction", {})] : []),
  ];
}

/**
 * A calling policy in the reader's language, everything that it holds: hours as they apply, limits with what they
 * count, rests, appointments, consent, dialing, delays by outcome, slices, duties, each with basis and source.
 */
export function policyView(policy: Policy, study: { outcomes: unknown }, locale: string) {
  const t = translator(locale);
  const translated = sourceIn(locale);
  const house = t("policy.basis.house");
  // The kind stands before it; "House rule: House rule" says nothing twice.
  const sourceWords = (source: string) => {
    const words = translated(source);
    if (words === house) return "";
    return words.startsWith(`${house}: `) ? words.slice(house.length + 2) : words;
  };
  const weekday = (day: string) => t(`policy.shortDays.${day}`);
  const { hours } = policy;
  return {
    name: policy.name,
    title: policy.title[locale] ?? policy.title.en ?? policy.name,
    hours: hoursOf(policy),
    basis: hours.basis,
    source: sourceWords(hours.source),
    needReason: hours.needReason.length > 0,
    reason: hours.reason,
    limits: Object.entries(policy.limits).map(
      ([name, { limit, denominator, window, scope, basis, source }]) => ({
        ...{ name, limit, window, scope, basis },
        share: denominator !== "",
        source: sourceWords(source),
      }),
    ),
    rules: rulesOf(policy, t).map((rule) => ({ ...rule, source: sourceWords(rule.source) })),
    delays: delaysOf(policy, outcomeCatalogue(study.outcomes), locale, t),
    slices: policy.slices.map(({ name, days, from, to }) => ({
      name: t(`policy.slices.${name}`, { defaultValue: name }),
      when: `${days.map(weekday).join(", ")} ${from} – ${to}`,
    })),
    duties: (policy.duties ?? []).map(({ text, basis, source }) => ({
      text: text[locale] ?? text.en,
      basis,
      source: sourceWords(source),
    })),
  };
}
