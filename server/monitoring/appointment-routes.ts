import {
  type AppointmentLine,
  listAppointments,
  listUnneeded,
  pastAppointments,
} from "../cases/case-supply.ts";
import type { Deps } from "../deps.ts";
import { type Routes, routes } from "../http/routes.ts";
import { studyOf } from "../studies/desk.ts";
import { appointmentPeople } from "./appointment-people.ts";
import { punctuality } from "./punctuality.ts";

const shown = 300;
const soonMs = 30 * 60 * 1000;
const missedMs = 60 * 60 * 1000;
const lookBackMs = 14 * 24 * 60 * 60 * 1000;

type Due = "missed" | "late" | "soon" | "later";

/** missed: more than an hour past; late: its time (of a soft one: its period) is over; soon: within half an hour. */
export function dueOf({ appointment }: Pick<AppointmentLine, "appointment">, now: Date): Due {
  const end = appointment.kind === "hard" ? appointment.for : appointment.until;
  if (now.getTime() - end.getTime() > missedMs) return "missed";
  if (end < now) return "late";
  return appointment.for.getTime() - now.getTime() <= soonMs ? "soon" : "later";
}

/** Who is to be called when: the open appointments of a study. */
export function appointmentRoutes(deps: Deps): Routes {
  const r = routes();
  r.get("/studies/:id/appointments", { roles: ["supervisor", "admin"] }, async (req, res) => {
    const study = await studyOf(deps, req);
    const now = deps.clock.now();
    const [open, unneeded, past] = await Promise.all([
      listAppointments(deps, { studyId: study._id, limit: shown }),
      listUnneeded(deps, {
        studyId: study._id,
        from: new Date(now.getTime() - lookBackMs),
        limit: shown,
      }),
      pastAppointments(deps, {
        studyId: study._id,
        from: new Date(now.getTime() - lookBackMs),
        to: now,
      }),
    ]);
    const people = await appointmentPeople(deps, [...open, ...unneeded]);
    const lines = open.map((line) => ({
      ...line,
      ...people.get(line._id),
      due: dueOf(line, now),
      minutesLate: Math.max(0, Math.round((now.getTime() - line.appointment.for.getTime()) / 60_000)),
    }));
    const count = (due: Due) => lines.filter((line) => line.due === due).length;
    res.page("monitoring/appointments", {
      titleKey: "appointments.title",
      study,
      lines,
      unneeded: unneeded.map((line) => ({ ...line, ...people.get(line._id) })),
      cut: open.length >= shown ? shown : null,
      kept: punctuality(past, now),
      missed: count("missed"),
      late: count("late"),
      soon: count("soon"),
      later: count("later"),
    });
  });
  return r;
}
