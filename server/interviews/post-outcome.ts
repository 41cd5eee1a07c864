import type { Request, Response } from "express";
import { findOutcome, outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import { type OutcomeChoice, outcomesFor } from "../calling/outcomes-for.ts";
import { closeAttempt } from "../cases/close-attempt.ts";
import type { Deps } from "../deps.ts";
import { Problem } from "../http/problem.ts";
import { fullRoster } from "../monitoring/appointment-room.ts";
import { forgetContext } from "./call-context.ts";
import { afterCall } from "./next-case.ts";
import { answersSoFar, callSituation, showOutcome } from "./outcome-page.ts";
import { readAppointment } from "./read-appointment.ts";
import type { StationContext } from "./station-view.ts";
import { suspendInterview } from "./suspend-interview.ts";

/** Codes the call: the interview is laid down first, then attempt and case are closed; a repeat changes nothing. */
export async function postOutcome(
  deps: Deps,
  req: Request,
  res: Response,
  context: StationContext,
): Promise<void> {
  const { held, study, t } = context;
  const form = Object.fromEntries(
    Object.entries(req.body as Record<string, unknown>).map(([name, value]) => [name, String(value).trim()]),
  );
  const asked = form.situation ?? "";
  const situation = callSituation(asked, answersSoFar(context));
  const choice = outcomesFor(study, situation, context.locale).find((one) => one.code === form.outcome);
  const again = (error: string) => showOutcome(res, context, { situation: asked, form, error, status: 422 });
  if (!choice) return again(t("outcome.choose"));
  if (choice.noteRequired && !form.note) return again(t("outcome.noteNeeded"));
  const asksNumber = choice.form === "number";
  const againNumber = (code: "missing" | "invalid") =>
    showOutcome(res, context, {
      situation: asked,
      form,
      numberError: t(`outcome.number.${code}`),
      status: 422,
    });
  if (asksNumber && !form.newNumber) return againNumber("missing");
  const appointment = choice.form === "appointment" ? readAppointment(form, context) : null;
  if (appointment && "error" in appointment) return again(t(`outcome.${appointment.error}`));
  if (appointment && form.full !== "yes") {
    const full = await fullRoster(deps, { caseId: held.caseId, wish: appointment });
    // A warning, not a rule: the respondent's time may be worth more than the roster.
    if (full) {
      const { booked, people } = full;
      return showOutcome(res, context, {
        situation: asked,
        form,
        error: people === 0 ? t("outcome.nobodyThere") : t("outcome.full", { booked, people }),
        status: 422,
        full: true,
      });
    }
  }
  try {
    await layDown(deps, context, choice);
    await closeAttempt(deps, {
      caseId: held.caseId,
      attemptNo: held.attempt?.no ?? 0,
      fence: held.fence,
      outcome: choice.code,
      ...(appointment ? { appointment } : {}),
      ...(asksNumber && form.newNumber ? { newNumber: form.newNumber } : {}),
      ...(choice.asksLanguage && isSpoken(form.spoken) ? { spoken: form.spoken } : {}),
      ...(form.note ? { note: form.note } : {}),
      ...(context.interview ? { interviewId: context.interview._id } : {}),
    });
  } catch (error) {
    // Nothing is lost by it: the call is still open, and the form comes back with what was typed.
    if (error instanceof Problem && error.code === "appointment-outside-hours")
      return again(t("outcome.outside"));
    if (error instanceof Problem && error.code === "new-number-invalid") return againNumber("invalid");
    throw error;
  }
  res.redirect(303, await afterCall(deps, req));
}

const isSpoken = (text: string | undefined): text is string => /^[a-z]{2,3}(-[A-Z]{2})?$/.test(text ?? "");

async function layDown(
  deps: Deps,
  { interview, study }: StationContext,
  choice: OutcomeChoice,
): Promise<void> {
  if (!interview) return;
  const next = findOutcome(outcomeCatalogue(study.outcomes), choice.code)?.next.case;
  await suspendInterview(deps, {
    interviewId: interview._id,
    as: next === "final" ? "broken-off" : "open",
  });
  forgetContext(interview._id);
}
