import { finishCallOf } from "../cases/finish-last-call.ts";
import type { HeldCase } from "../cases/held-case.ts";
import { heartbeat, releaseCase } from "../cases/lease.ts";
import { openAttempt } from "../cases/open-attempt.ts";
import { saveContactForm } from "../cases/save-contact-form.ts";
import type { Deps } from "../deps.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { markTime } from "../monitoring/time-ledger.ts";
import { translator } from "../views/translate.ts";
import { showContact } from "./contact-page.ts";
import { caseHeldBy, stationContext } from "./held-by.ts";
import { interviewUrl } from "./interview-url.ts";
import { clearOutcome, takeOutcome } from "./keep-outcome.ts";
import { afterCall } from "./next-case.ts";
import { openInterview } from "./open-interview.ts";
import { openingSituation } from "./opening-words.ts";
import { showOutcome } from "./outcome-page.ts";
import { postOutcome } from "./post-outcome.ts";
import { releaseReason, showRelease } from "./release-page.ts";
import { showStart } from "./start-page.ts";

const interviewer = { roles: ["interviewer"] } as const;

const text = (body: unknown, name: string) => {
  const value = (body as Record<string, unknown> | undefined)?.[name];
  return typeof value === "string" ? value.trim() : "";
};

/** The call as the time ledger names it. */
const timeOf = ({ studyId, caseId, attempt }: HeldCase) => ({
  studyId,
  event: `${caseId}:${attempt?.no ?? 0}`,
});

/** Around the call: start window, dial, contact form, outcome, giving the case back. */
export function caseRoutes(deps: Deps): Routes {
  const r = routes();
  r.get("/cases/:id", interviewer, async (req, res) => {
    const held = await caseHeldBy(deps, req);
    // A reload in the middle of a call leads back to the call.
    if (held.attempt) return res.redirect(303, `/cases/${held.caseId}/contact`);
    showStart(req, res, await stationContext(deps, req, held));
  });
  r.post("/cases/:id/dial", interviewer, async (req, res) => {
    const held = await caseHeldBy(deps, req);
    const numberId =
      text(req.body, "number") ||
      (held.numbers.find((number) => number.next)?.id ?? held.numbers[0]?.id ?? "");
    if (!held.attempt)
      await openAttempt(deps, { caseId: held.caseId, fence: held.fence, numberId, user: userOf(req) });
    res.redirect(303, `/cases/${held.caseId}/contact`);
  });
  r.get("/cases/:id/contact", interviewer, async (req, res) => {
    const held = await caseHeldBy(deps, req);
    if (!held.attempt) return res.redirect(303, `/cases/${held.caseId}`);
    const context = await stationContext(deps, req, held);
    // The target person is on the line already: a reload leads back to the question.
    const { interview } = context;
    if (held.attempt.targetConfirmed && interview && interview.attemptNo === held.attempt.no)
      return res.redirect(303, interviewUrl(interview._id));
    showContact(req, res, context, { error: null });
  });
  r.post("/cases/:id/contact", interviewer, async (req, res) => {
    const held = await caseHeldBy(deps, req);
    if (!held.attempt) return res.redirect(303, `/cases/${held.caseId}`);
    const context = await stationContext(deps, req, held);
    const way = text(req.body, "person");
    if (way === "nobody") return res.redirect(303, `/cases/${held.caseId}/outcome?situation=unanswered`);
    if (way === "proxy") return res.redirect(303, `/cases/${held.caseId}/outcome?situation=answered`);
    if (way === "informant") return showContact(req, res, context, { error: null, fetched: true });
    if (way !== "target")
      return showContact(req, res, context, { error: context.t("contact.choose"), status: 422 });
    const language = text(req.body, "language") || held.language;
    const situation = openingSituation(context.study, held, context.interview);
    await saveContactForm(deps, {
      caseId: held.caseId,
      attemptNo: held.attempt.no,
      fence: held.fence,
      form: {
        person: "target",
        targetConfirmed: true,
        // The form sent again is the same call, and no resumed one because its interview is there by now.
        situation: held.attempt.situation ?? (situation === "introduction" ? "first" : situation),
        language,
        consents: {},
      },
    });
    const interview = await openInterview(deps, {
      held: { ...held, attemptNo: held.attempt.no },
      version: context.study.versions.at(-1)?.hash ?? "",
      moveOpen: context.study.moveOpenInterviews ?? false,
      user: userOf(req),
      language,
    });
    await markTime(deps, { ...timeOf(held), userId: userOf(req).id, kind: "interview" });
    res.redirect(303, interviewUrl(interview._id));
  });
  r.get("/cases/:id/outcome", interviewer, async (req, res) => {
    const held = await caseHeldBy(deps, req);
    if (!held.attempt) return res.redirect(303, `/cases/${held.caseId}`);
    const asked = typeof req.query.situation === "string" ? req.query.situation : "";
    // The call is over when its outcome is asked for.
    await markTime(deps, { ...timeOf(held), userId: userOf(req).id, kind: "wrap-up" });
    const kept = takeOutcome(deps, req, held.caseId);
    const page = kept
      ? { situation: asked || (kept.situation ?? ""), form: kept, kept: true }
      : { situation: asked };
    showOutcome(res, await stationContext(deps, req, held), page);
  });
  r.post("/cases/:id/outcome", interviewer, async (req, res) => {
    clearOutcome(req, res);
    // Sent again after an outage in which the outcome was stored, but not yet what follows from it.
    if (await finishCallOf(deps, { userId: userOf(req).id, caseId: String(req.params.id) }))
      return res.redirect(303, await afterCall(deps, req));
    const held = await caseHeldBy(deps, req);
    if (!held.attempt) return res.redirect(303, `/cases/${held.caseId}`);
    await postOutcome(deps, req, res, await stationContext(deps, req, held));
  });
  r.post("/cases/:id/keep", interviewer, async (req, res) => {
    const fence = Number(text(req.body, "fence"));
    await heartbeat(deps, { caseId: String(req.params.id), fence, user: userOf(req) });
    res.status(204).end();
  });
  r.get("/cases/:id/release", interviewer, async (req, res) => {
    const held = await caseHeldBy(deps, req);
    if (held.attempt) return res.redirect(303, `/cases/${held.caseId}/contact`);
    showRelease(res, await stationContext(deps, req, held));
  });
  r.post("/cases/:id/release", interviewer, async (req, res) => {
    const held = await caseHeldBy(deps, req);
    const chosen = releaseReason(text(req.body, "reason"));
    if (!chosen) return res.redirect(303, `/cases/${held.caseId}/release`);
    const reason = translator(userOf(req).locale)(`startWindow.releaseReasons.${chosen}`);
    const knowsPerson = chosen === "known";
    await releaseCase(deps, {
      caseId: held.caseId,
      fence: held.fence,
      user: userOf(req),
      reason,
      knowsPerson,
    });
    res.redirect(303, "/work?released=1");
  });
  return r;
}
