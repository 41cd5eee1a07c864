import type { Request, Response } from "express";
import type { Deps } from "../deps.ts";
import { formErrors, listOf, textOf } from "../http/form-errors.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { studyOf } from "../studies/desk.ts";
import { isInterviewer, teamOf } from "../studies/team.ts";
import { acceptInterviews } from "./accept-interviews.ts";
import type { CaseAfter, Decision } from "./review.ts";
import { reviewInterview } from "./review-interview.ts";
import { countForReview, decidedElsewhere, type ReviewState, reviewList } from "./review-list.ts";
import { interviewForReview, reviewPage } from "./review-page.ts";

/** Interviews lead to cases, and cases carry people: supervisors review, researchers see counts. */
const floor = { roles: ["supervisor", "admin"] } as const;
const pageLength = 50;
const states: readonly ReviewState[] = ["waiting", "accepted", "invalidated"];

const decisionOf = (text: string): Decision | null =>
  text === "accepted" || text === "invalidated" ? text : null;

function caseAfter(body: Record<string, unknown>): CaseAfter | null {
  const to = textOf(body.case);
  if (to === "reopen") return { to };
  return to === "close" ? { to, outcome: textOf(body.outcome) } : null;
}

/** Supervisors look at complete interviews and accept them, or declare them invalid. */
export function reviewRoutes(deps: Deps): Routes {
  const r = routes();

  r.get("/studies/:id/reviews", floor, async (req, res) => {
    const study = await studyOf(deps, req);
    const state = states.find((one) => one === textOf(req.query.state)) ?? "waiting";
    const by = textOf(req.query.by).slice(0, 100);
    const page = Math.min(Math.max(Number.parseInt(textOf(req.query.page), 10) || 1, 1), 1000);
    const [{ rows, more }, counts, team, left] = await Promise.all([
      reviewList(deps, {
        ...{ studyId: study._id, state, page, length: pageLength },
        ...(by ? { interviewer: by } : {}),
      }),
      countForReview(deps, study._id),
      teamOf(deps, study),
      decidedElsewhere(
        deps,
        study._id,
        textOf(req.query.left).split(",").filter(Boolean).slice(0, pageLength),
      ),
    ]);
    const interviewers = team.filter(isInterviewer).map(({ id, name }) => ({ id, name }));
    // Whoever has left the team has interviews all the same.
    const gone = rows.flatMap((row) => row.interviewers).find(({ id }) => id === by);
    const known = interviewers.some(({ id }) => id === by);
    const select = textOf(req.query.select);
    const accepted = Number.parseInt(textOf(req.query.accepted), 10);
    res.page("interviews/reviews", {
      titleKey: "reviews.title",
      ...{ study, state, states, counts, by, page, left },
      people: by && !known ? [...interviewers, gone ?? { id: by, name: by }] : interviewers,
      rows: rows.map((row) => ({
        ...row,
        chosen: select === "all" || (select === "plain" && row.signals.length === 0),
      })),
      accepted: Number.isNaN(accepted) ? null : accepted,
      previous: page > 1 ? page - 1 : null,
      next: more ? page + 1 : null,
    });
  });

  r.post("/studies/:id/reviews", floor, async (req, res) => {
    const study = await studyOf(deps, req);
    const chosen = [...new Set(listOf(req.body.interviews))].slice(0, pageLength);
    const { accepted, left } = await acceptInterviews(deps, { study, by: userOf(req), interviewIds: chosen });
    const back = new URLSearchParams({ accepted: String(accepted.length) });
    if (left.length > 0) back.set("left", left.join(","));
    if (textOf(req.body.by)) back.set("by", textOf(req.body.by));
    res.redirect(303, `/studies/${study.key}/reviews?${back}`);
  });

  const show = async (
    req: Request,
    res: Response,
    form: { errors?: Record<string, string>; reason?: string; to?: string; outcome?: string } = {},
  ) => {
    const study = await studyOf(deps, req);
    const { locale } = userOf(req);
    const page = await reviewPage(deps, {
      ...{ study, locale, interviewId: String(req.params.interviewId) },
      language: textOf(req.query.language),
    });
    res.page("interviews/review", {
      titleKey: "reviews.interview",
      study,
      ...page,
      done: decisionOf(textOf(req.query.done)),
      form,
    });
  };

  r.get("/studies/:id/reviews/:interviewId", floor, (req, res) => show(req, res));

  r.post("/studies/:id/reviews/:interviewId", floor, async (req, res) => {
    const study = await studyOf(deps, req);
    const { _id: interviewId } = await interviewForReview(deps, study, String(req.params.interviewId));
    const { body } = req;
    const decision = textOf(body.decision) === "invalidated" ? "invalidated" : "accepted";
    const reason = textOf(body.reason).slice(0, 500);
    const errors = await formErrors(async () => {
      await reviewInterview(deps, {
        ...{ interviewId, study, decision, reason, by: userOf(req) },
        seen: decisionOf(textOf(body.seen)),
        case: decision === "invalidated" ? caseAfter(body) : null,
      });
    });
    if (!errors) return res.redirect(303, `/studies/${study.key}/reviews/${interviewId}?done=${decision}`);
    const form = { errors, reason, to: textOf(body.case), outcome: textOf(body.outcome) };
    await show(req, res.status(errors.form ? 409 : 422), form);
  });

  return r;
}
