import { type AppointmentRequest, isInsideHours } from "../cases/appointment.ts";
import { findCase } from "../cases/case-desk.ts";
import { hardAppointmentsBetween } from "../cases/case-supply.ts";
import { type FieldStudy, fieldStudies, fieldStudy } from "../cases/field-study.ts";
import type { Deps } from "../deps.ts";
import { capacityAt, type QuarterCapacity, quarterOf } from "./appointment-capacity.ts";
import { findShifts } from "./shift-store.ts";

const dayMs = 86_400_000;
const quarterMs = 15 * 60_000;

function sharesPeople(study: FieldStudy, people: ReadonlySet<string>): boolean {
  return study.team.some(({ userId }) => people.has(userId));
}

/**
 * What the roster can keep in the quarter of an hour of a wished appointment: people of the study who are there,
 * and appointments of all studies that these people work on, but for the one that is moved. null: nobody has planned that day yet.
 */
export async function appointmentRoom(
  deps: Deps,
  request: { studyId: string; caseId: string; at: Date },
): Promise<QuarterCapacity | null> {
  const study = await fieldStudy(deps, request.studyId);
  if (!study) return null;
  const { at } = request;
  const userIds = study.team.map(({ userId }) => userId);
  const around = { from: new Date(at.getTime() - dayMs / 2), to: new Date(at.getTime() + dayMs / 2) };
  const shifts = await findShifts(deps.db, { ...around, userIds });
  if (shifts.length === 0) return null;
  const people = new Set(shifts.map(({ userId }) => userId));
  const studyIds = [...(await fieldStudies(deps)).values()]
    .filter((one) => sharesPeople(one, people))
    .map(({ _id }) => _id);
  const from = quarterOf(at);
  const agreed = await hardAppointmentsBetween(deps, {
    studyIds,
    but: request.caseId,
    from,
    to: new Date(from.getTime() + quarterMs),
  });
  return capacityAt(at, shifts, agreed);
}

/**
 * The quarter of an hour of a wish, when the roster can keep nothing more in it. null: there is room, nobody has
 * planned that day yet, or the hours forbid the time, which is to be told instead.
 */
export async function fullRoster(
  deps: Deps,
  { caseId, wish }: { caseId: string; wish: AppointmentRequest },
): Promise<QuarterCapacity | null> {
  const item = wish.kind === "hard" ? await findCase(deps, caseId) : null;
  const study = item && (await fieldStudy(deps, item.studyId));
  if (!item || !study) return null;
  if (!wish.atOwnRequest && !isInsideHours({ item, study, wish })) return null;
  const room = await appointmentRoom(deps, { studyId: item.studyId, caseId, at: wish.for });
  return room && room.booked >= room.people ? room : null;
}
