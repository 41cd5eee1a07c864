import { lockNumber } from "../compliance/number-book.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { attemptId } from "./attempt.ts";
import { insertAttempt } from "./attempt-store.ts";
import type { CaseDoc } from "./case.ts";
import { findCase, findCaseHeldBy, leaseCase, updateCase } from "./case-store.ts";
import { caseTransitions } from "./case-transitions.ts";
import { leaseMs } from "./claim-next-case.ts";
import { loadContact } from "./contact-store.ts";
import { inboundCandidate } from "./find-inbound.ts";
import { inboundRefusal, isSaid } from "./inbound-refusal.ts";
import { releaseCase } from "./lease.ts";

export interface InboundRequest {
  caseId: string;
  /** The number that the person calls from, if it is one of the case's. */
  numberId: string | null;
  user: { id: string; name: string };
}

export interface InboundCall {
  studyId: string;
  /** Number of the attempt that is open now. */
  no: number;
}

/**
 * Opens a case for its respondent, who is on the line: the case is claimed, an attempt of mode "inbound" is open
 * and connected, the appointment is closed. Nothing is dialed, so hours and caps are not asked. A case that the
 * person only previews goes back first. Repeating it leads to the same attempt.
 * @throws Problem "not-found", "inbound-refused", "attempt-open" (a call of one's own is going on), "case-changed"
 */
export async function takeInbound(deps: Deps, request: InboundRequest): Promise<InboundCall> {
  const { caseId, user } = request;
  const mine = await findCaseHeldBy(deps, user.id);
  if (mine && mine._id !== caseId) {
    if (mine.current || mine.state !== "leased") throw problem("attempt-open");
    await releaseCase(deps, { caseId: mine._id, fence: mine.fence, user, reason: "" });
  }
  const item = await findCase(deps, caseId);
  if (!item) throw problem("not-found");
  const now = deps.clock.now();
  const candidate = await inboundCandidate(deps, item, request.numberId);
  if (inboundRefusal({ ...candidate, userId: user.id }, now)) throw problem("inbound-refused");
  if (item.lease && item.current) return { studyId: item.studyId, no: item.current.no };
  const held = item.lease ? item : await lease(deps, item, user, now);
  return { studyId: item.studyId, no: await connect(deps, held, request) };
}

/**
 * What somebody was told whose case is not opened, so that it can be noted; the case is left as it is.
 * @throws Problem "not-found" when the case has no such answer (any more)
 */
export async function inboundAnswer(
  deps: Deps,
  { caseId, numberId, user }: InboundRequest,
): Promise<{ studyId: string; answer: "quota" | "blocklist" }> {
  const item = await findCase(deps, caseId);
  if (!item) throw problem("not-found");
  const candidate = await inboundCandidate(deps, item, numberId);
  const answer = inboundRefusal({ ...candidate, userId: user.id }, deps.clock.now());
  if (!isSaid(answer)) throw problem("not-found");
  return { studyId: item.studyId, answer };
}

async function lease(
  deps: Deps,
  item: CaseDoc,
  user: { id: string; name: string },
  now: Date,
): Promise<CaseDoc> {
  const taken = await leaseCase(
    deps,
    item._id,
    { states: caseTransitions["find-inbound"].from, planRevision: item.planRevision },
    { by: user.id, name: user.name, since: now, until: new Date(now.getTime() + leaseMs), from: item.state },
  );
  if (taken === null || taken === "holds-other") throw problem("case-changed");
  return taken;
}

async function connect(deps: Deps, item: CaseDoc, { numberId, user }: InboundRequest): Promise<number> {
  const contact = await loadContact(deps, item._id);
  const number =
    item.numbers.find(({ id }) => id === numberId) ??
    item.numbers.find(({ id }) => id === (item.appointment?.numberId ?? item.nextNumberId)) ??
    item.numbers[0];
  const e164 = contact?.numbers.find(({ id }) => id === number?.id)?.e164 ?? "";
  const numberHash = deps.vault.blocklistHash(e164);
  const no = item.attempts + 1;
  const id = attemptId(item._id, no);
  const now = deps.clock.now();
  // No other study dials somebody who is on our line.
  await lockNumber(deps, { hash: numberHash, attemptId: id });
  const attempt = await insertAttempt(deps, {
    _id: id,
    caseId: item._id,
    studyId: item.studyId,
    no,
    numberId: number?.id ?? "",
    numberKind: number?.kind ?? "other",
    numberHash,
    by: user.id,
    byName: user.name,
    fence: item.fence,
    mode: "inbound",
    startedAt: now,
    connectedAt: now,
    endedAt: null,
    form: null,
    outcome: null,
    aapor: null,
    note: null,
    appointment: null,
    interviewId: null,
  });
  if (!attempt) throw problem("case-changed");
  const moved = await updateCase(
    deps,
    item._id,
    { fence: item.fence, heldBy: user.id, states: ["leased"] },
    { state: "connected", current: { no, numberId: attempt.numberId }, attempts: no, appointment: null },
  );
  if (!moved) throw problem("case-changed");
  return no;
}
