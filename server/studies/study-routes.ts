import type { Request, Response } from "express";
import { Temporal } from "temporal-polyfill";
import type { Deps } from "../deps.ts";
import { formErrors, textOf, typed } from "../http/form-errors.ts";
import { problem } from "../http/problem.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { countForReview } from "../interviews/review-list.ts";
import { barChart } from "../monitoring/bar-chart.ts";
import { expectedFinish } from "../monitoring/expected-finish.ts";
import { completesByDay, fieldFigures, studyFigures } from "../monitoring/field-figures.ts";
import { countItems } from "../questionnaires/outline-definition.ts";
import { compiledQuestionnaire, questionnaireDefinition } from "../questionnaires/questionnaires.ts";
import { quotaRoom } from "../quotas/quota-room.ts";
import { cellsOfStudy } from "../quotas/quotas.ts";
import { checkNewStudy } from "./check-new-study.ts";
import { author, desk, isAuthor, studyOf } from "./desk.ts";
import { fieldWarnings } from "./field-warnings.ts";
import { statusActions } from "./status-actions.ts";
import { createStudy, setStudyStatus, studiesForUser } from "./studies.ts";
import type { StudyDoc } from "./study-model.ts";
import { isStudyStatus } from "./study-status.ts";
import { teamOf } from "./team.ts";

const chartDays = 20;

/** The limits of a soft launch as they were typed; null: none, it goes on until somebody decides. */
function softLimit(body: Record<string, unknown>): StudyDoc["softLimit"] {
  const read = (name: string) => {
    const text = textOf(body[name]);
    if (!text) return null;
    if (!/^[1-9]\d{0,6}$/.test(text))
      throw problem("invalid-input", {}, [{ pointer: name, detail: "1, 2, 3 ..." }]);
    return Number(text);
  };
  const limit = { completes: read("completes"), dials: read("dials") };
  return limit.completes === null && limit.dials === null ? null : limit;
}

/** How many completes the targets of a study's quotas let in; null: as many as there are. */
async function roomInQuotas(deps: Deps, studyId: string, hash: string): Promise<number | null> {
  const cells = await cellsOfStudy(deps, studyId);
  return cells.length === 0 ? null : quotaRoom(await compiledQuestionnaire(deps, hash), cells);
}

/** Studies: the list, a new one, the page of one, and its way through the field. */
export function studyRoutes(deps: Deps): Routes {
  const r = routes();

  r.get("/studies", desk, async (req, res) => {
    const studies = await studiesForUser(deps, userOf(req));
    const completes = await fieldFigures(
      deps,
      studies.map(({ _id }) => _id),
    );
    res.page("studies/list", {
      titleKey: "studies.title",
      mayCreate: isAuthor(req),
      studies: studies.map((study) => ({ ...study, ...completes.get(study._id) })),
    });
  });

  const form = (res: Response, values: Record<string, string>, errors?: Record<string, string>) =>
    res.page("studies/new", { titleKey: "studies.add", narrow: true, form: values, errors });

  r.get("/studies/new", author, (_req, res) => form(res, {}));

  r.post("/studies/new", author, async (req, res) => {
    const values = typed(req.body);
    const { key = "", name = "", client = "", institute = "", phone = "", target = "" } = values;
    const languages = (values.languages ?? "").split(/[\s,]+/).filter(Boolean);
    const user = userOf(req);
    const errors = await formErrors(async () => {
      const faults = checkNewStudy({ key, name, client, institute, phone, target, languages });
      if (faults.length > 0) throw problem("invalid-input", {}, faults);
      await createStudy(
        deps,
        {
          key,
          name,
          client: { name: client.trim() },
          institute: { name: institute.trim(), phone: phone.trim() },
          languages,
          target: target ? Number(target) : null,
          team: [user.id],
        },
        user.id,
      );
    });
    if (!errors) return res.redirect(303, `/studies/${key}`);
    if (errors.form) errors.key = "taken";
    form(res.status(422), values, errors);
  });

  const show = async (
    req: Request,
    res: Response,
    state: { blockers?: string[]; reason?: string; failed?: string } = {},
  ) => {
    const study = await studyOf(deps, req);
    const seesCases = userOf(req).roles.some((role) => role === "supervisor" || role === "admin");
    const [figures, team, days, reviews] = await Promise.all([
      studyFigures(deps, study, userOf(req).locale),
      teamOf(deps, study),
      completesByDay(deps, study._id, chartDays),
      seesCases ? countForReview(deps, study._id) : null,
    ]);
    const toGo = study.target === null ? null : Math.max(0, study.target - figures.completes);
    const finish = expectedFinish({
      ...{ ...figures, toGo: toGo ?? 0, perDay: days.map(({ count }) => count) },
      weekday: Temporal.PlainDate.from(days.at(-1)?.day ?? "").dayOfWeek,
    });
    const inDays = (n: number) => new Date(deps.clock.now().getTime() + n * 86_400_000);
    const latest = study.versions.at(-1);
    const room = latest ? await roomInQuotas(deps, study._id, latest.hash) : null;
    const questions = latest ? countItems(await questionnaireDefinition(deps, latest.hash)) : 0;
    const interviewers = team.filter(({ roles }) => roles.includes("interviewer"));
    res.page("studies/study", {
      title: study.name,
      study,
      latest: latest && {
        ...latest,
        number: study.versions.length,
        short: latest.hash.slice(0, 8),
        questions,
      },
      figures,
      worked: figures.cases - figures.untouched,
      toGo,
      quotaRoom: study.target !== null && room !== null && room < study.target ? room : null,
      finish: finish && {
        ...finish,
        on: inDays(finish.days),
        from: inDays(finish.earliest),
        certain: finish.earliest === finish.latest,
        to: finish.latest === null ? null : inDays(finish.latest),
      },
      chart: figures.completes > 0 ? barChart(days) : null,
      policyName: typeof study.policy.name === "string" ? study.policy.name : null,
      team: {
        interviewers: interviewers.length,
        supervisors: team.filter(({ roles }) => roles.includes("supervisor")).length,
      },
      actions: statusActions(study.status, {
        versions: study.versions.length,
        cases: figures.cases,
        interviewers: interviewers.length,
      }),
      warnings: await fieldWarnings(deps, study),
      author: isAuthor(req),
      seesCases,
      waiting: reviews?.waiting ?? 0,
      ...state,
    });
  };

  r.get("/studies/:id", desk, (req, res) => show(req, res));

  // Supervisors pause in an emergency too; who may see the study's desk may steer its field.
  r.post("/studies/:id/status", desk, async (req, res) => {
    const study = await studyOf(deps, req);
    const to = textOf(req.body.to);
    if (!isStudyStatus(to)) throw problem("invalid-input", {}, [{ pointer: "to", detail: "status" }]);
    const seen = textOf(req.body.from);
    const reason = textOf(req.body.reason).slice(0, 500);
    const limit = softLimit(req.body);
    const [figures, team] = await Promise.all([
      studyFigures(deps, study, userOf(req).locale),
      teamOf(deps, study),
    ]);
    const errors = await formErrors(async () => {
      // Sent from an older page: what it said about this step does not hold any more.
      if (seen && seen !== study.status && to !== study.status) throw problem("status-changed");
      await setStudyStatus(deps, {
        studyId: study._id,
        to,
        reason,
        softLimit: limit,
        by: userOf(req).id,
        cases: figures.cases,
        interviewers: team.filter(({ roles }) => roles.includes("interviewer")).length,
      });
    });
    if (!errors) return res.redirect(303, `/studies/${study.key}`);
    await show(req, res.status(409), { failed: errors.form, reason });
  });

  return r;
}
