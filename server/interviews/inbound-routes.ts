import type { Request, Response } from "express";
import { rateLimit } from "express-rate-limit";
import { findInbound } from "../cases/find-inbound.ts";
import { inboundRefusal, isSaid } from "../cases/inbound-refusal.ts";
import { type InboundCall, inboundAnswer, takeInbound } from "../cases/take-inbound.ts";
import type { Deps } from "../deps.ts";
import { formErrors, textOf } from "../http/form-errors.ts";
import { problem } from "../http/problem.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { writeAudit } from "../monitoring/audit.ts";
import { markTime } from "../monitoring/time-ledger.ts";
import { studiesForUser } from "../studies/studies.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { isLocale, translator } from "../views/translate.ts";

const phones = { roles: ["interviewer", "supervisor"] } as const;
const windowMs = 10 * 60_000;
/** More call-backs than anybody can answer; fewer than it takes to try numbers out. */
const searchesPerWindow = 30;

/** A respondent calls back: find the case by exact number or reference over all studies, and open it. */
export function inboundRoutes(deps: Deps): Routes {
  const r = routes();
  const limit = rateLimit({
    windowMs,
    limit: searchesPerWindow,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    keyGenerator: (req) => userOf(req).id,
    handler: () => {
      throw problem("too-many-requests");
    },
  });

  const show = async (req: Request, res: Response, state: { errors?: Record<string, string> } = {}) => {
    const user = userOf(req);
    const now = deps.clock.now();
    const typed = textOf(req.body?.caller).slice(0, 60);
    const found = typed.trim() ? await findInbound(deps, typed) : [];
    const studies = await studiesForUser(deps, { id: "", roles: ["admin"] });
    const names = new Map(studies.map((study) => [study._id, study]));
    // What was typed can be somebody's number, so only the cases that it led to are noted.
    if (typed)
      await writeAudit(deps, {
        by: user.id,
        act: "case.inbound-search",
        on: user.id,
        what: { cases: found.map(({ item }) => item._id) },
      });
    res.set("Cache-Control", "no-store").page("cases/inbound", {
      titleKey: "inbound.title",
      caller: typed,
      searched: typed !== "",
      interviewer: user.roles.includes("interviewer"),
      supervisor: user.roles.includes("supervisor"),
      done: textOf(req.query.done),
      candidates: found.map((candidate) => {
        const { item, persons, numberId } = candidate;
        const study = names.get(item.studyId);
        const refusal = inboundRefusal({ ...candidate, userId: user.id }, now);
        return {
          caseId: item._id,
          numberId,
          reference: item.reference,
          state: item.state,
          appointment: item.appointment,
          resumes: item.interviewId !== null && item.state !== "final",
          unreleased: item.state === "held",
          study: study?.name,
          client: study?.client.name,
          persons: persons.map(({ name }) => name).join(", "),
          refusal,
          words: study && isSaid(refusal) ? wordsFor(refusal, item.language, study, user.locale) : null,
        };
      }),
      ...state,
    });
  };

  r.get("/inbound", phones, (req, res) => show(req, res));
  r.post("/inbound", phones, limit, (req, res) => show(req, res));

  r.post("/inbound/open", { roles: ["interviewer"] }, async (req, res) => {
    const user = userOf(req);
    const caseId = textOf(req.body.case);
    const numberId = textOf(req.body.number) || null;
    let call: InboundCall | undefined;
    const errors = await formErrors(async () => {
      call = await takeInbound(deps, { caseId, numberId, user });
    });
    if (errors || !call) return show(req, res.status(409), errors ? { errors } : {});
    const { studyId, no } = call;
    await writeAudit(deps, { by: user.id, act: "case.inbound-open", on: caseId, studyId });
    await markTime(deps, { userId: user.id, studyId, kind: "dialing", event: `${caseId}:inbound:${no}` });
    res.redirect(303, `/cases/${caseId}/contact`);
  });

  r.post("/inbound/answered", { roles: ["interviewer"] }, async (req, res) => {
    const user = userOf(req);
    const caseId = textOf(req.body.case);
    const { studyId, answer } = await inboundAnswer(deps, {
      caseId,
      numberId: textOf(req.body.number) || null,
      user,
    });
    await writeAudit(deps, {
      by: user.id,
      act: "case.inbound-answered",
      on: caseId,
      studyId,
      what: { answer },
    });
    res.redirect(303, "/inbound?done=answered");
  });

  return r;
}

/** What to say to a caller whom nobody interviews, in the language of the case whatever the screen speaks. */
function wordsFor(
  answer: "quota" | "blocklist",
  language: string,
  study: StudyDoc,
  locale: string,
): { text: string; language: string } {
  const spoken = isLocale(language) ? language : locale;
  const names = { client: study.client.name, institute: study.institute.name, phone: study.institute.phone };
  return { text: translator(spoken)(`inbound.words.${answer}`, names), language: spoken };
}
