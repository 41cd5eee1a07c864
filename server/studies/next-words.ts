import type { TFunction } from "i18next";
import type { Outcome } from "../calling/outcome-catalogue.ts";
import type { Policy } from "../calling/policy.ts";

/** A time to wait in the largest unit that it fills: 4320 is "3 days". */
export function durationWords(minutes: number, t: TFunction): string {
  if (minutes >= 1440 && minutes % 1440 === 0) return t("policy.span.days", { count: minutes / 1440 });
  if (minutes >= 60 && minutes % 60 === 0) return t("policy.span.hours", { count: minutes / 60 });
  return t("policy.span.minutes", { count: minutes });
}

/** What happens to a case after an outcome, in a few words: the catalogue's, with the policy's own delays. */
export function nextWords(outcome: Outcome, delays: Policy["delays"], t: TFunction): string {
  const next = { ...outcome.next, ...delays[outcome.code] };
  const minutes = next.restDays === undefined ? (next.delayMinutes ?? 0) : next.restDays * 1440;
  return [
    t(`policy.next.${next.case}`),
    minutes > 0 && t("policy.next.after", { span: durationWords(minutes, t) }),
    next.avoidHours && t("policy.next.avoid", { count: next.avoidHours }),
    next.maxAttempts && t("policy.next.most", { count: next.maxAttempts }),
    next.skill &&
      t("policy.next.skill", { skill: t(`policy.skills.${next.skill}`, { defaultValue: next.skill }) }),
  ]
    .filter(Boolean)
    .join(", ");
}
