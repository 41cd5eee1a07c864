import type { Request, Response } from "express";
import { type Compiled, currentStep, type Step, stepBefore } from "../../surveys/engine/index.ts";
import type { Deps } from "../deps.ts";
import { userOf } from "../http/routes.ts";
import { translator } from "../views/translate.ts";
import { asideKeys, asideView } from "./aside-view.ts";
import { callContext } from "./call-context.ts";
import { checkView } from "./check-view.ts";
import type { InterviewDoc } from "./interview-model.ts";
import { interviewUrl } from "./interview-url.ts";
import { helpKey, stepKeys } from "./key-line.ts";
import { lookupView } from "./lookup-view.ts";
import { routeView } from "./route-view.ts";
import { stationBar, stationSide } from "./station-view.ts";
import { said, stepView } from "./step-view.ts";
import { stepWords } from "./step-words.ts";
import { type TypedEntry, withTyped } from "./typed-entry.ts";

export interface StepPage {
  interview: InterviewDoc;
  compiled: Compiled;
  /** Key that the person has gone back to. */
  at?: string | undefined;
  typed?: TypedEntry | null;
  error?: string | null;
  banner?: string | null;
  status?: number;
}

/** Sends the page of the step where the interview stands, or of the one gone back to. */
export async function showStep(deps: Deps, req: Request, res: Response, page: StepPage): Promise<void> {
  const user = userOf(req);
  const { interview, compiled } = page;
  const t = translator(user.locale);
  const context = await callContext(deps, user, interview);
  const words = stepWords(user, context);
  const now = currentStep(compiled, interview.state, undefined, words);
  const asked = page.at && page.at !== now.key ? currentStep(compiled, interview.state, page.at, words) : now;
  const wentBack = asked.key !== now.key;
  // A check is shown with the question that was answered last, so that nothing moves.
  const behind = asked.check?.questions.at(-1)?.key;
  const shown = behind ? currentStep(compiled, interview.state, behind, words) : asked;
  // Whoever goes on after a break has not heard the question of the grid in this call.
  const resumed = interview.resumedAfterSeq === interview.state.lastSeq;
  const step = withTyped(resumed ? { ...shown, stemDue: true } : shown, page.typed);
  const before = stepBefore(compiled, interview.state, asked.key);
  const links = {
    back: before && interviewUrl(interview._id, before),
    forward: wentBack ? interviewUrl(interview._id) : null,
    outcome: `/cases/${interview.caseId}/outcome`,
  };
  const station = {
    t,
    locale: user.locale,
    now: deps.clock.now(),
    ...context,
    language: interview.state.language,
    sample: compiled.definition.sample,
  };
  const check = checkView(asked, t, page.typed?.reason);
  const view = stepView(step, {
    t,
    locale: user.locale,
    typed: page.typed,
    lookup: lookupView(compiled, shown, page.typed),
    error: page.error,
    banner: page.banner ?? (wentBack ? t("interview.backAt") : null),
  });
  if (check) view.line = checkLine(check.ways.length, said(step), t);
  if (check) view.confirm = t("interview.confirm");
  res.status(page.status ?? 200).set("Cache-Control", "no-store");
  res.set("X-Fieldline-Page", interviewUrl(interview._id, wentBack ? asked.key : null));
  res.page("interviews/step", {
    layout: "station",
    title: `${context.study.name} ${context.held.reference}`,
    heading: headingOf(step, t),
    scripts: ["station"],
    interviewId: interview._id,
    station: stationBar({ ...station, practice: interview.mode === "practice" }),
    side: {
      ...stationSide(station),
      ...asideView(compiled, interview, t),
      route: routeView(compiled, interview, asked.key, t),
    },
    step: check ? { ...step, kind: "check", key: asked.key } : step,
    check,
    view,
    form: { fence: interview.fence, seq: interview.state.lastSeq + 1, at: wentBack ? asked.key : null },
    here: interviewUrl(interview._id, wentBack ? asked.key : null),
    keys: [
      ...stepKeys(asked, links, t, check?.ways.length),
      ...asideKeys(compiled, interview, t),
      helpKey(t),
    ],
  });
}

function headingOf(step: Step, t: ReturnType<typeof translator>): string {
  return step.kind === "question"
    ? t("interview.heading", { number: step.number })
    : t("interview.headingInfo");
}

function checkLine(count: number, hint: string, t: ReturnType<typeof translator>) {
  return {
    label: t("interview.check.number", { count }),
    ...{ class: "code", mode: "numeric" as const, value: "", placeholder: null, hint, unit: null },
    ...{ maxLength: null, elsewhere: false },
  };
}
