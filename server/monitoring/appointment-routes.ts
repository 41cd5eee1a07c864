import { type AppointmentLine, listAppointments } from "../cases/case-supply.ts";
import type { Deps } from "../deps.ts";
import { type Routes, routes } from "../http/routes.ts";
import { studyOf } from "../studies/desk.ts";

const shown = 300;
const soonMs = 30 * 60 * 1000;

type Due = "late" | "soon" | "later";

/** late: its time (of a soft one: its period) is over; soon: within half an hour. */
export function dueOf({ appointment }: Pick<AppointmentLine, "appointment">, now: Date): Due {
  const end = appointment.kind === "hard" ? appointment.for : appointment.until;
  if (end < now) return "late";
  return appointment.for.getTime() - now.getTime() <= soonMs ? "soon" : "later";
}

/** Who is to be called when: the open appointments of a study. */
export function appointmentRoutes(deps: Deps): Routes {
  const r = routes();
  r.get("/studies/:id/appointments", { roles: ["supervisor", "admin"] }, async (req, res) => {
    const study = await studyOf(deps, req);
    const now = deps.clock.now();
    const lines = (await listAppointments(deps, { studyId: study._id, limit: shown })).map((line) => ({
      ...line,
      due: dueOf(line, now),
      minutesLate: Math.max(0, Math.round((now.getTime() - line.appointment.for.getTime()) / 60_000)),
    }));
    const count = (due: Due) => lines.filter((line) => line.due === due).length;
    res.page("monitoring/appointments", {
      titleKey: "appointments.title",
      study,
      lines,
      late: count("late"),
      soon: count("soon"),
      later: count("later"),
    });
  });
  return r;
}
