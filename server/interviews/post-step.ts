import type { Request, Response } from "express";
import {
  type Act,
  type Compiled,
  currentStep,
  type Rejection,
  type Step,
  stepAfter,
  type TypedAct,
} from "../../surveys/engine/index.ts";
import type { Deps } from "../deps.ts";
import { userOf } from "../http/routes.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import { translator } from "../views/translate.ts";
import { applyActs } from "./apply-acts.ts";
import { checkWays } from "./check-view.ts";
import { endInterview } from "./end-interview.ts";
import { entryActs } from "./entry-acts.ts";
import { cachedInterview, freshInterview } from "./interview-cache.ts";
import type { InterviewDoc } from "./interview-model.ts";
import { interviewUrl } from "./interview-url.ts";
import { assertHolds } from "./open-interview.ts";
import { rejectionWords } from "./rejection-words.ts";
import { staysAtRoster } from "./roster-acts.ts";
import { showStep } from "./step-page.ts";
import { type TypedEntry, typedEntry } from "./typed-entry.ts";

/** A posted step, read from its fields. */
interface Posted {
  fence: number;
  seq: number;
  key: string;
  /** The person had gone back to this step. */
  at: string | undefined;
  typed: TypedEntry;
  pressedAt: string;
  screenMs: number | undefined;
}

function readPosted(deps: Deps, body: Record<string, unknown>): Posted {
  const text = (name: string) => (typeof body[name] === "string" ? body[name] : "");
  const pressed = new Date(text("pressedAt"));
  const screenMs = Number(text("screenMs"));
  return {
    fence: Number(text("fence")),
    seq: Number(text("seq")),
    key: text("key"),
    at: text("at") || undefined,
    typed: typedEntry(body),
    pressedAt: (Number.isNaN(pressed.getTime()) ? deps.clock.now() : pressed).toISOString(),
    screenMs: screenMs > 0 ? Math.min(screenMs, 86_400_000) : undefined,
  };
}

/** One step as a plain form posts it; answers with the page of the next one. */
export async function postStep(deps: Deps, req: Request, res: Response): Promise<void> {
  const user = userOf(req);
  const posted = readPosted(deps, req.body as Record<string, unknown>);
  const id = String(req.params.id);
  // Memory may be old: then the fields belong to a later step than this one, and it is read again.
  const known = cachedInterview(deps, id);
  const interview =
    known && posted.seq === known.state.lastSeq + 1 && posted.fence === known.fence
      ? known
      : await freshInterview(deps, id);
  assertHolds(interview, user.id);
  const compiled = await compiledQuestionnaire(deps, interview.version);
  const step = currentStep(compiled, interview.state, posted.key);
  if (step.kind === "end" && interview.status === "open")
    return endInterview(deps, req, res, { interview, fence: posted.fence });
  if (step.check) return postCheck(deps, req, res, { interview, compiled, step, posted });
  const acts = entryActs(compiled, step, posted.typed);
  if (!Array.isArray(acts)) return refuse(deps, req, res, { interview, compiled, posted, error: acts });
  await act(deps, req, res, { interview, compiled, posted, acts });
}

interface Acting {
  interview: InterviewDoc;
  compiled: Compiled;
  posted: Posted;
  acts: TypedAct[];
}

async function act(deps: Deps, req: Request, res: Response, o: Acting): Promise<void> {
  const { posted } = o;
  const acts: Act[] = o.acts.map((one, index) => ({
    ...one,
    seq: posted.seq + index,
    at: posted.pressedAt,
    ...(index === 0 && posted.screenMs ? { screenMs: posted.screenMs } : {}),
  }));
  const { interview, compiled, rejections } =
    acts.length === 0
      ? { ...o, rejections: [] }
      : await applyActs(deps, {
          interviewId: o.interview._id,
          fence: posted.fence,
          acts,
          user: userOf(req),
        });
  const [error] = rejections;
  if (error) return refuse(deps, req, res, { interview, compiled, posted, error });
  // Whoever went back goes on along the route, one step at a time.
  if (staysAtRoster(o.acts)) return show(deps, req, res, { interview, compiled, at: posted.key });
  const next = posted.at ? stepAfter(compiled, interview.state, posted.at) : null;
  const now = currentStep(compiled, interview.state).key;
  await show(deps, req, res, { interview, compiled, at: next && next !== now ? next : undefined });
}

/** The client script takes the page at once; a plain form is led to it, so that reloading sends nothing twice. */
async function show(
  deps: Deps,
  req: Request,
  res: Response,
  page: { interview: InterviewDoc; compiled: Compiled; at: string | undefined },
): Promise<void> {
  if (req.get("x-fieldline-step")) return showStep(deps, req, res, page);
  res.redirect(303, interviewUrl(page.interview._id, page.at));
}

async function refuse(
  deps: Deps,
  req: Request,
  res: Response,
  o: { interview: InterviewDoc; compiled: Compiled; posted: Posted; error: Rejection },
): Promise<void> {
  const t = translator(userOf(req).locale);
  await showStep(deps, req, res, {
    interview: o.interview,
    compiled: o.compiled,
    at: o.posted.key,
    typed: o.posted.typed,
    error: rejectionWords(o.error, t),
    status: 422,
  });
}

async function postCheck(
  deps: Deps,
  req: Request,
  res: Response,
  o: { interview: InterviewDoc; compiled: Compiled; step: Step; posted: Posted },
): Promise<void> {
  const { posted, step } = o;
  const t = translator(userOf(req).locale);
  const way = checkWays(step, t).find((one) => String(one.no) === posted.typed.check);
  if (!way) return refuse(deps, req, res, { ...o, error: { code: "chooseWay", key: step.key, params: {} } });
  if (way.goTo) return show(deps, req, res, { ...o, at: way.goTo });
  const value = posted.typed.reason || (way.reason ?? "confirmed");
  await act(deps, req, res, { ...o, acts: [{ kind: "override", key: step.key, value }] });
}
