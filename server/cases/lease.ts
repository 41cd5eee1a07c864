import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { backTo } from "./behind-quota.ts";
import type { CaseDoc } from "./case.ts";
import { type CaseMembers, prolongLease, updateCase } from "./case-store.ts";
import { leaseMs } from "./claim-next-case.ts";
import { addContactNote } from "./contact-store.ts";
import { assertHeld } from "./open-attempt.ts";

interface Holding {
  caseId: string;
  fence: number;
  user: { id: string };
}

/** A page without script gives no sign of life until its form is sent; somebody may talk that long. */
export const pageLeaseMs = 600_000;

/**
 * A sign of life every 30 seconds keeps the case; a page that was just shown keeps it for `ms`, until its script
 * gives the first. @throws Problem "case-not-held"
 */
export async function heartbeat(
  deps: Deps,
  { caseId, fence, user }: Holding,
  ms = leaseMs,
): Promise<{ until: Date }> {
  const until = new Date(deps.clock.now().getTime() + ms);
  if (!(await prolongLease(deps, { caseId, fence, userId: user.id, until }))) throw problem("case-not-held");
  return { until };
}

/**
 * Gives a case back without a call; it goes where it came from. A case on a live call is never released. Who knows
 * the person never gets the case again, and an appointment that was kept for that interviewer is anyone's.
 * @throws Problem "case-not-held", "attempt-open"
 */
export async function releaseCase(
  deps: Deps,
  request: Holding & { reason: string; knowsPerson?: boolean },
): Promise<void> {
  const { caseId, fence, user, reason, knowsPerson } = request;
  const item = await assertHeld(deps, { caseId, fence, userId: user.id });
  if (item.current || item.state !== "leased") throw problem("attempt-open");
  const released = await updateCase(
    deps,
    caseId,
    { fence, heldBy: user.id, states: ["leased"] },
    {
      ...(await backTo(deps, item, item.lease?.from ?? "ready")),
      ...{ lease: null, ...(knowsPerson ? keptFrom(item, user.id) : {}) },
    },
  );
  if (!released) throw problem("case-not-held");
  deps.log.info({ caseId, studyId: item.studyId, userId: user.id }, "case given back");
  if (reason.trim())
    await addContactNote(deps, caseId, { at: deps.clock.now(), by: user.id, text: reason.trim() });
}

function keptFrom({ appointment, notFor }: CaseDoc, userId: string): CaseMembers {
  return {
    notFor: [...new Set([...(notFor ?? []), userId])],
    ...(appointment?.withUser === userId ? { appointment: { ...appointment, withUser: null } } : {}),
  };
}
