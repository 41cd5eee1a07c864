import type { Request, Response } from "express";
import type { Deps } from "../deps.ts";
import { houseZone } from "../house-zone.ts";
import { formErrors, formIdOf, textOf, typed } from "../http/form-errors.ts";
import { problem } from "../http/problem.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { defaultCsvOptions } from "../results/csv-format.ts";
import { studiesForUser } from "../studies/studies.ts";
import { findUserById, findUsers } from "../users/users.ts";
import { writeAudit } from "./audit.ts";
import { readShift } from "./read-shift.ts";
import { sumHours } from "./sum-hours.ts";
import { writeTimeCsv } from "./time-csv.ts";
import { isTimeKind, timeKinds } from "./time-kinds.ts";
import { correctTime, timesBetween } from "./time-ledger.ts";
import { daySpan } from "./time-span.ts";
import { minutesOf } from "./time-stretches.ts";

const floor = { roles: ["supervisor", "admin"] } as const;

/** Hours by person and study, one person's day, corrections, the file for the payroll. */
export function timeRoutes(deps: Deps): Routes {
  const r = routes();
  const spanOf = (req: Request) =>
    daySpan(textOf(req.query.from), textOf(req.query.to), deps.clock.now(), houseZone());

  r.get("/time", floor, async (req, res) => {
    const span = spanOf(req);
    const [stretches, people, studies] = await Promise.all([
      timesBetween(deps, span),
      findUsers(deps.db),
      studiesForUser(deps, { id: "", roles: ["admin"] }),
    ]);
    const names = new Map([...people, ...studies].map(({ _id, name }) => [_id, name]));
    res.page("monitoring/time", {
      titleKey: "time.title",
      span,
      people: sumHours(stretches).map((one) => ({
        ...one,
        name: names.get(one.userId) ?? one.userId,
        lines: one.lines.map((line) => ({ ...line, study: names.get(line.studyId ?? "") ?? "" })),
      })),
      interviewers: people.filter(({ roles, disabled }) => roles.includes("interviewer") && !disabled),
    });
  });

  r.get("/time.csv", floor, async (req, res) => {
    const span = spanOf(req);
    await writeAudit(deps, {
      by: userOf(req).id,
      act: "time.export",
      on: userOf(req).id,
      what: { first: span.first, last: span.last },
    });
    res.attachment(`hours-${span.first}-${span.last}.csv`).type("text/csv");
    await writeTimeCsv(deps, span, defaultCsvOptions, res);
  });

  const showPerson = async (req: Request, res: Response, state: { errors?: object } = {}) => {
    const person = await findUserById(deps.db, String(req.params.userId));
    if (!person) throw problem("not-found");
    const day = textOf(req.query.from) || textOf(req.body?.day);
    const span = daySpan(day, textOf(req.query.to) || day, deps.clock.now(), houseZone());
    const [stretches, studies] = await Promise.all([
      timesBetween(deps, { ...span, userId: person._id }),
      studiesForUser(deps, userOf(req)),
    ]);
    const names = new Map(studies.map(({ _id, name }) => [_id, name]));
    res.page("monitoring/time-of-person", {
      titleKey: "time.title",
      person,
      span,
      stretches: stretches.map((one) => ({
        ...one,
        study: names.get(one.studyId ?? "") ?? "",
        minutes: minutesOf(one),
      })),
      kinds: timeKinds,
      studies,
      form: { day: span.first, form: deps.newId(), ...typed(req.body) },
      done: textOf(req.query.done),
      ...state,
    });
  };

  r.get("/time/:userId", floor, (req, res) => showPerson(req, res));

  r.post("/time/:userId", floor, async (req, res) => {
    const person = await findUserById(deps.db, String(req.params.userId));
    if (!person) throw problem("not-found");
    const form = typed(req.body);
    const { kind = "", study = "", reason = "", day = "" } = form;
    const errors = await formErrors(async () => {
      const span = readShift(form, houseZone());
      if ("errors" in span) throw problem("invalid-input", {}, span.errors);
      if (!isTimeKind(kind)) throw problem("invalid-input", {}, [{ pointer: "kind", detail: "kind" }]);
      const by = userOf(req).id;
      await correctTime(deps, {
        userId: person._id,
        studyId: study || null,
        kind,
        ...span,
        reason,
        by,
        ...formIdOf(form),
      });
    });
    if (errors) return showPerson(req, res.status(422), { errors });
    res.redirect(303, `/time/${person._id}?from=${encodeURIComponent(day)}&done=1`);
  });

  return r;
}
