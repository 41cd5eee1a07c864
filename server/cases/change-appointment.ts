import { poolOfCase } from "../calling/pool.ts";
import { appointmentPlan } from "../calling/reschedule.ts";
import { shippedPolicy } from "../calling/shipped-policy.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { writeAudit } from "../monitoring/audit.ts";
import { makeAppointment } from "./appointment.ts";
import { planBlocked } from "./block-plan.ts";
import type { CaseDoc } from "./case.ts";
import { findCase, updateCase } from "./case-store.ts";
import { fieldStudy } from "./field-study.ts";
import type { AppointmentTime } from "./read-appointment-time.ts";

export interface AppointmentChange {
  caseId: string;
  time: AppointmentTime;
  /** The respondent wants a time outside the hours. */
  atOwnRequest: boolean;
  by: string;
  /** The plan that was decided upon; another one is not changed. */
  planRevision: number;
}

/**
 * Gives an open appointment another time; kind, person, number and interviewer stay. The case waits for the new time,
 * wherever it was put meanwhile, but stays behind a full quota cell. One guarded write that can be repeated; a case on
 * somebody's screen stays with whoever has it.
 * @throws Problem not-found, appointment-needed (not ahead of now), appointment-outside-hours, case-changed (no open
 *   appointment any more, somebody has the case, or it was changed since)
 */
export async function changeAppointment(deps: Deps, change: AppointmentChange): Promise<void> {
  const { caseId, by } = change;
  const item = await findCase(deps, caseId);
  const study = item && (await fieldStudy(deps, item.studyId));
  if (!item || !study) throw problem("not-found");
  const { reference, appointment, studyId } = item;
  if (!appointment || item.lease || item.state === "final") throw problem("case-changed", { reference });
  const { kind, numberId } = appointment;
  const made = makeAppointment(deps.clock.now(), {
    ...{ item, study, attempt: { numberId: item.nextNumberId ?? "", by: appointment.agreedBy } },
    request: {
      ...{ kind, ...change.time, atOwnRequest: change.atOwnRequest },
      ...(numberId ? { numberId } : {}),
    },
  });
  const { for: from, until, zone, atOwnRequest } = made;
  if (isSame(appointment, made)) return;
  if (change.planRevision !== item.planRevision) throw problem("case-changed", { reference });
  const changed = { ...appointment, for: from, until, zone, atOwnRequest };
  const plan = appointmentPlan(changed, study.policy ?? shippedPolicy("de-adm"));
  const nextNumberId = made.numberId ?? item.nextNumberId;
  const done = await updateCase(
    deps,
    caseId,
    { planRevision: item.planRevision, unleased: true },
    {
      ...planBlocked(item, plan),
      ...{ appointment: changed, rescheduled: rescheduled(item, from), nextNumberId },
      pool: poolOfCase({ ...item, appointment: changed, nextNumberId }),
    },
  );
  if (!done) throw problem("case-changed", { reference });
  await writeAudit(deps, {
    ...{ by, act: "case.appointment-time", on: caseId, studyId },
    what: {
      ...{ reference, from: appointment.for.toISOString(), to: from.toISOString() },
      ...(kind === "soft" ? { until: until.toISOString() } : {}),
      ...(atOwnRequest ? { atOwnRequest: true } : {}),
    },
  });
}

/** Another form said the same, or this one before. */
function isSame(was: NonNullable<CaseDoc["appointment"]>, now: NonNullable<CaseDoc["appointment"]>): boolean {
  return (
    was.for.getTime() === now.for.getTime() &&
    was.until.getTime() === now.until.getTime() &&
    was.atOwnRequest === now.atOwnRequest
  );
}

/** Whatever was agreed in a call, and the time that holds instead: punctuality is judged by that one. */
function rescheduled(item: CaseDoc, to: Date): NonNullable<CaseDoc["rescheduled"]> {
  const was = item.appointment?.for ?? to;
  const before = item.rescheduled ?? [];
  const known = before.some((one) => one.to.getTime() === was.getTime());
  return known
    ? before.map((one) => (one.to.getTime() === was.getTime() ? { ...one, to } : one))
    : [...before, { agreed: was, to }];
}
