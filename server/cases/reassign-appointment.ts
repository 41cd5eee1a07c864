import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { writeAudit } from "../monitoring/audit.ts";
import { findCase, updateCase } from "./case-store.ts";

/**
 * Keeps an open appointment for another interviewer, or for anyone. The time stays as it was agreed. One guarded
 * write that can be repeated; a case on somebody's screen stays with whoever has it.
 * @param request.withUser user id; null is anyone
 * @throws Problem not-found, case-changed (no open appointment any more, or somebody has the case)
 */
export async function reassignAppointment(
  deps: Deps,
  request: { caseId: string; withUser: string | null; by: string },
): Promise<void> {
  const { caseId, withUser, by } = request;
  const item = await findCase(deps, caseId);
  if (!item) throw problem("not-found");
  const { reference, appointment, planRevision, studyId } = item;
  if (!appointment || item.lease || item.state === "final") throw problem("case-changed", { reference });
  if (appointment.withUser === withUser) return;
  const moved = await updateCase(
    deps,
    caseId,
    { planRevision, unleased: true },
    { appointment: { ...appointment, withUser } },
  );
  if (!moved) throw problem("case-changed", { reference });
  await writeAudit(deps, {
    by,
    act: "case.appointment",
    on: caseId,
    studyId,
    what: { reference, from: appointment.withUser ?? "anyone", to: withUser ?? "anyone" },
  });
}
