import { isOpen, nextOpening } from "../calling/calling-hours.ts";
import { placeOf } from "../calling/pool.ts";
import { problem } from "../http/problem.ts";
import type { AttemptDoc } from "./attempt.ts";
import type { Appointment, CaseDoc, CaseNumber } from "./case.ts";
import type { FieldStudy } from "./field-study.ts";

/** What the interviewer agreed with the respondent. */
export interface AppointmentRequest {
  kind: "hard" | "soft";
  for: Date;
  /** End of a soft one's period; default one hour later. */
  until?: Date;
  numberId?: string;
  person?: string;
  /** Kept for the interviewer who agreed it. */
  forMe?: boolean;
  /** Outside the hours, because the respondent wants it so; logged with the attempt. */
  atOwnRequest?: boolean;
}

const hourMs = 3_600_000;

/**
 * Checks a wish and makes an appointment of it: ahead of now, and inside the hours of the number's place unless
 * the respondent asked for this time.
 * @throws Problem "appointment-needed", "appointment-outside-hours"
 */
export function makeAppointment(
  now: Date,
  parts: {
    item: CaseDoc;
    study: FieldStudy;
    attempt: Pick<AttemptDoc, "numberId" | "by">;
    request: AppointmentRequest | undefined;
  },
): Appointment {
  const { item, study, attempt, request } = parts;
  if (!request || Number.isNaN(request.for.getTime()) || request.for <= now)
    throw problem("appointment-needed");
  const numberId = request.numberId ?? attempt.numberId;
  const number = numberOf(item, numberId);
  const fits = isInsideHours({ item, study, wish: { ...request, numberId } });
  if (!fits && !request.atOwnRequest) throw problem("appointment-outside-hours");
  return {
    kind: request.kind,
    for: request.for,
    until: endOf(request),
    zone: number?.zones[0] ?? "UTC",
    numberId: number?.id ?? null,
    person: request.person ?? null,
    withUser: request.forMe ? attempt.by : null,
    agreedBy: attempt.by,
    atOwnRequest: !fits,
  };
}

/** Is a wished time, or a part of a wished period, inside the hours of the number's place? */
export function isInsideHours(parts: {
  item: CaseDoc;
  study: FieldStudy;
  wish: Pick<AppointmentRequest, "kind" | "for" | "until" | "numberId">;
}): boolean {
  const { item, study, wish } = parts;
  const number = numberOf(item, wish.numberId);
  if (!study.policy || !number) return false;
  const place = placeOf(number, item.region);
  if (wish.kind === "hard") return isOpen(study.policy.hours, place, wish.for);
  const opening = nextOpening(study.policy.hours, place, wish.for);
  return opening !== null && opening.from < endOf(wish);
}

function numberOf(item: CaseDoc, numberId: string | undefined): CaseNumber | undefined {
  return item.numbers.find(({ id }) => id === numberId) ?? item.numbers[0];
}

function endOf(wish: Pick<AppointmentRequest, "for" | "until">): Date {
  return wish.until ?? new Date(wish.for.getTime() + hourMs);
}
