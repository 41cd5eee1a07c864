import type { Request, Response } from "express";
import { Temporal } from "temporal-polyfill";
import { hardAppointmentsBetween } from "../cases/case-supply.ts";
import type { Deps } from "../deps.ts";
import { houseZone } from "../house-zone.ts";
import { formErrors, listOf, textOf, typed } from "../http/form-errors.ts";
import { problem } from "../http/problem.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { studiesForUser } from "../studies/studies.ts";
import { dayOf } from "../typed-time.ts";
import { findUsers } from "../users/users.ts";
import { overbooked } from "./appointment-capacity.ts";
import { readShift } from "./read-shift.ts";
import { findShifts } from "./shift-store.ts";
import { cancelShift, planShifts } from "./shifts.ts";

const floor = { roles: ["supervisor", "admin"] } as const;
const daysShown = 7;

/** Who is at work when and where, and where more is agreed than people are there. */
export function rosterRoutes(deps: Deps): Routes {
  const r = routes();

  const show = async (req: Request, res: Response, state: { errors?: object } = {}) => {
    const zone = houseZone();
    const today = Temporal.Instant.fromEpochMilliseconds(deps.clock.now().getTime())
      .toZonedDateTimeISO(zone)
      .toPlainDate();
    const first = dayOf(textOf(req.query.day) || textOf(req.body?.day)) ?? today;
    const startOf = (day: Temporal.PlainDate) => new Date(day.toZonedDateTime(zone).epochMilliseconds);
    const span = { from: startOf(first), to: startOf(first.add({ days: daysShown })) };
    const site = textOf(req.query.site);
    const [people, found, studies] = await Promise.all([
      findUsers(deps.db, { role: "interviewer" }),
      findShifts(deps.db, span),
      studiesForUser(deps, userOf(req)),
    ]);
    const agreed = await hardAppointmentsBetween(deps, { ...span, studyIds: studies.map(({ _id }) => _id) });
    const names = new Map(people.map(({ _id, name }) => [_id, name]));
    const shifts = found.filter((shift) => !site || shift.site === site);
    res.page("monitoring/roster", {
      titleKey: "roster.title",
      zone,
      site,
      sites: [...new Set([...people.map((one) => one.site ?? ""), ...found.map((one) => one.site)])].filter(
        Boolean,
      ),
      day: first.toString(),
      before: first.subtract({ days: daysShown }).toString(),
      after: first.add({ days: daysShown }).toString(),
      shifts: shifts.map((shift) => ({ ...shift, name: names.get(shift.userId) ?? shift.userId })),
      over: found.length > 0 ? overbooked(found, agreed) : [],
      people: people.filter(({ disabled }) => !disabled),
      chosen: listOf(req.body?.people),
      form: { day: first.toString(), ...typed(req.body) },
      done: textOf(req.query.done),
      ...state,
    });
  };

  r.get("/roster", floor, (req, res) => show(req, res));

  r.post("/roster", floor, async (req, res) => {
    const form = typed(req.body);
    const chosen = listOf(req.body.people);
    const errors = await formErrors(async () => {
      const shift = readShift(form, houseZone());
      if ("errors" in shift) throw problem("invalid-input", {}, shift.errors);
      const people = (await findUsers(deps.db, { role: "interviewer" }))
        .filter(({ _id }) => chosen.includes(_id))
        .map(({ _id, site }) => ({ id: _id, site }));
      await planShifts(deps, { people, site: form.site?.trim() ?? "", ...shift, by: userOf(req).id });
    });
    if (errors) return show(req, res.status(422), { errors });
    res.redirect(303, `/roster?day=${encodeURIComponent(form.day ?? "")}&done=planned`);
  });

  r.post("/roster/cancel", floor, async (req, res) => {
    await cancelShift(deps, textOf(req.body.shift), userOf(req).id);
    const day = dayOf(textOf(req.body.day));
    res.redirect(303, `/roster?done=cancelled${day ? `&day=${day}` : ""}`);
  });

  return r;
}
