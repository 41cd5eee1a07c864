import type { Request } from "express";
import { type Act, currentStep, searchLookup } from "../../surveys/engine/index.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import { translator } from "../views/translate.ts";
import { applyActs } from "./apply-acts.ts";
import { checkActs } from "./check-acts.ts";
import { cachedInterview, readInterview } from "./interview-cache.ts";
import { clearTyped, takeTyped } from "./keep-typed.ts";
import { assertHolds } from "./open-interview.ts";
import { postStep } from "./post-step.ts";
import { rejectionWords } from "./rejection-words.ts";
import { showStep } from "./step-page.ts";

const interviewer = { roles: ["interviewer"] } as const;

/** The interviewer's questions and answers. Every page of it works without script. */
export function interviewRoutes(deps: Deps): Routes {
  const r = routes();
  r.get("/interviews/:id", interviewer, async (req, res) => {
    const interview = await readInterview(deps, String(req.params.id));
    assertHolds(interview, userOf(req).id);
    if (interview.status !== "open") return res.redirect(303, "/work");
    const compiled = await compiledQuestionnaire(deps, interview.version);
    const typed = takeTyped(deps, req, interview._id);
    const t = translator(userOf(req).locale);
    const at = typed?.key ?? (typeof req.query.at === "string" ? req.query.at : undefined);
    await showStep(deps, req, res, {
      ...{ interview, compiled, at },
      ...(typed ? { typed: typed.entry, banner: t("interview.kept") } : {}),
    });
  });
  // A lookup's entries while somebody types; the page works without it too.
  r.get("/interviews/:id/entries", interviewer, async (req, res) => {
    const id = String(req.params.id);
    const interview = cachedInterview(deps, id) ?? (await readInterview(deps, id));
    assertHolds(interview, userOf(req).id);
    const compiled = await compiledQuestionnaire(deps, interview.version);
    const { key, q } = req.query;
    const { lookup } = currentStep(compiled, interview.state, typeof key === "string" ? key : null);
    const typed = typeof q === "string" ? q.slice(0, 100) : "";
    res.set("Cache-Control", "no-store");
    res.json({ hits: lookup ? searchLookup(compiled, lookup.list, typed, lookup.language) : [] });
  });
  r.post("/interviews/:id/acts", interviewer, async (req, res) => {
    clearTyped(req, res);
    if (!req.is("application/json")) return postStep(deps, req, res);
    const { fence, acts } = checkActs(req.body);
    res.json(await jsonActs(deps, req, fence, acts));
  });
  return r;
}

/** A batch as a program or a queue sends it. @throws Problem "answer-refused" after the whole batch is taken */
async function jsonActs(deps: Deps, req: Request, fence: number, acts: Act[]) {
  const user = userOf(req);
  const result = await applyActs(deps, { interviewId: String(req.params.id), fence, acts, user });
  const t = translator(user.locale);
  if (result.rejections.length > 0)
    throw problem(
      "answer-refused",
      { lastSeq: result.lastSeq },
      result.rejections.map((one) => ({ pointer: one.key, detail: rejectionWords(one, t) })),
    );
  return { lastSeq: result.lastSeq, revision: result.interview.revision };
}
