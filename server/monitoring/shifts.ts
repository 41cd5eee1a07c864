import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { writeAudit } from "./audit.ts";
import { deleteShift, findShifts, putShifts } from "./shift-store.ts";

export interface ShiftPlan {
  people: { id: string; site: string | null }[];
  /** For all of them; empty is everybody's own. */
  site: string;
  from: Date;
  to: Date;
  by: string;
}

/**
 * Plans one shift for several people. The same shift again changes nothing.
 * @throws Problem invalid-input: nobody chosen, or somebody is at work then already
 */
export async function planShifts(deps: Deps, plan: ShiftPlan): Promise<void> {
  const { people, from, to, by } = plan;
  if (people.length === 0) throw problem("invalid-input", {}, [{ pointer: "people", detail: "nobody" }]);
  const userIds = people.map(({ id }) => id);
  const others = (await findShifts(deps.db, { from, to, userIds })).filter(
    (shift) => shift.from.getTime() !== from.getTime(),
  );
  if (others.length > 0) throw problem("invalid-input", {}, [{ pointer: "people", detail: "overlap" }]);
  const changed = await putShifts(
    deps.db,
    people.map(({ id, site }) => ({
      _id: deps.newId(),
      userId: id,
      site: plan.site || site || "",
      from,
      to,
      by,
    })),
  );
  if (!changed) return;
  await writeAudit(deps, {
    by,
    act: "shift.plan",
    on: userIds[0] ?? "",
    what: { people: userIds, from: from.toISOString(), to: to.toISOString() },
  });
}

export async function cancelShift(deps: Deps, id: string, by: string): Promise<void> {
  const shift = await deleteShift(deps.db, id);
  if (shift)
    await writeAudit(deps, {
      by,
      act: "shift.cancel",
      on: shift.userId,
      what: { from: shift.from.toISOString(), to: shift.to.toISOString() },
    });
}
