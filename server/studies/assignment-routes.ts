import type { Request, Response } from "express";
import type { Deps } from "../deps.ts";
import { formErrors, listOf, textOf, typed } from "../http/form-errors.ts";
import { problem } from "../http/problem.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { changeAssignments, moveTeam, orderCalling } from "./assignments.ts";
import { studyOf } from "./desk.ts";
import { readAssignment } from "./read-assignment.ts";
import { changeStudy, getStudyFor, studiesForUser } from "./studies.ts";
import type { StudyDoc } from "./study-model.ts";
import { isInterviewer, teamOf } from "./team.ts";

const floor = { roles: ["supervisor", "admin"] } as const;

/** Who calls for which study, when, and in which order: for one study, and for the house. */
export function assignmentRoutes(deps: Deps): Routes {
  const r = routes();

  const inOrder = async (req: Request) =>
    (await studiesForUser(deps, userOf(req)))
      .filter(({ status }) => status !== "closed")
      .sort((a, b) => (a.callingOrder ?? 100) - (b.callingOrder ?? 100));

  const showHouse = async (req: Request, res: Response, state: { errors?: object } = {}) => {
    const studies = await inOrder(req);
    const asked = textOf(req.query.from) || textOf(req.body?.from);
    const from = studies.find(({ key }) => key === asked) ?? studies[0];
    const people = from ? (await teamOf(deps, from)).filter(isInterviewer) : [];
    res.page("studies/assignments", {
      titleKey: "assignments.title",
      studies: studies.map((study, index) => ({
        key: study.key,
        name: study.name,
        status: study.status,
        place: index + 1,
        people: study.team.length,
      })),
      from,
      several: studies.length > 1,
      people,
      chosen: listOf(req.body?.people),
      to: textOf(req.body?.to),
      done: textOf(req.query.done),
      moved: Number(textOf(req.query.moved)) || 0,
      ...state,
    });
  };

  r.get("/assignments", floor, (req, res) => showHouse(req, res));

  r.post("/assignments/order", floor, async (req, res) => {
    const form = typed(req.body);
    const place = (study: StudyDoc) => Number(form[`place.${study.key}`] ?? "");
    const studies = await inOrder(req);
    if (studies.some((study) => !(place(study) > 0)))
      return showHouse(req, res.status(422), { errors: { order: "order" } });
    await orderCalling(
      deps,
      [...studies].sort((a, b) => place(a) - place(b)),
      userOf(req).id,
    );
    res.redirect(303, "/assignments?done=order");
  });

  r.post("/assignments/move", floor, async (req, res) => {
    const user = userOf(req);
    const [from, to] = await Promise.all(
      [req.body.from, req.body.to].map((key) => getStudyFor(deps, user, textOf(key))),
    );
    if (!from || !to) throw problem("bad-request");
    let moved = 0;
    const errors = await formErrors(async () => {
      moved = await moveTeam(deps, { from, to, userIds: listOf(req.body.people), by: user.id });
    });
    if (errors) return showHouse(req, res.status(422), { errors });
    res.redirect(303, `/assignments?from=${to.key}&done=moved&moved=${moved}`);
  });

  const showStudy = async (req: Request, res: Response, state: object = {}) => {
    const study = await studyOf(deps, req);
    const people = (await teamOf(deps, study)).filter(isInterviewer);
    res.page("studies/assigned", {
      titleKey: "assignments.ofStudy",
      study,
      people: people.map((person) => ({
        ...person,
        ...formOf(study, person.id, isTouched(person.id, typed(req.body)) ? typed(req.body) : {}),
        was: lineOf(study, person.id),
      })),
      done: textOf(req.query.done),
      ...state,
    });
  };

  r.get("/studies/:id/assignments", floor, (req, res) => showStudy(req, res));

  r.post("/studies/:id/assignments", floor, async (req, res) => {
    const study = await studyOf(deps, req);
    const form = typed(req.body);
    // Somebody who is in the team but not on the form keeps what she has.
    const touched = study.team.filter(({ userId }) => `share.${userId}` in form && isTouched(userId, form));
    const stale = touched.filter(({ userId }) => isStale(study, userId, form));
    const read = touched.map((member) => readAssignment(member, form));
    const faults = [
      ...read.flatMap(({ errors }) => errors),
      ...stale.map(({ userId }) => ({ pointer: `from.${userId}`, detail: "changed" })),
    ];
    if (faults.length > 0)
      return showStudy(req, res.status(stale.length > 0 ? 409 : 422), {
        errors: Object.fromEntries(faults.map(({ pointer, detail }) => [pointer, detail])),
      });
    const by = userOf(req).id;
    const sensitive = form.sensitive === "yes";
    if (
      sensitive !==
      (form.wasSensitive === undefined ? (study.sensitive ?? false) : form.wasSensitive === "yes")
    )
      await changeStudy(deps, study._id, { sensitive }, by);
    await changeAssignments(deps, { study, members: read.map(({ member }) => member), by });
    res.redirect(303, `/studies/${study.key}/assignments?done=1`);
  });

  return r;
}

/** A person's line as it is stored, in one text: what the form was made from. */
const lineOf = (study: StudyDoc, userId: string) => JSON.stringify(formOf(study, userId, {}));

/** Lines that nobody touched say nothing: somebody else may have changed them since the form was shown. */
function isTouched(userId: string, form: Record<string, string>): boolean {
  return form[`was.${userId}`] !== JSON.stringify(formOf(null, userId, form));
}

/** Did somebody else change this line since, to something else than what is wanted now? */
function isStale(study: StudyDoc, userId: string, form: Record<string, string>): boolean {
  const was = form[`was.${userId}`];
  const now = lineOf(study, userId);
  return was !== undefined && was !== now && now !== JSON.stringify(formOf(null, userId, form));
}

/** What stands in a person's line: what was typed, else what holds. */
function formOf(study: StudyDoc | null, userId: string, form: Record<string, string>) {
  const member = study?.team.find((one) => one.userId === userId);
  const day = (date: Date | null | undefined) => date?.toISOString().slice(0, 10) ?? "";
  const sent = `share.${userId}` in form;
  const text = (name: string, held: string) => (sent ? (form[`${name}.${userId}`] ?? "") : held);
  return {
    from: text("from", day(member?.from)),
    until: text("until", day(member?.until)),
    share: text("share", member?.share == null ? "" : String(Math.round(member.share * 100))),
    ownSkills: text("skills", (member?.skills ?? []).join(", ")),
    certified: text("certified", member?.certified ? "yes" : "") === "yes",
  };
}
