import type { Refusal } from "../compliance/dial-decision.ts";
import { askGateway } from "../compliance/dial-gateway.ts";
import { takeNumber } from "../compliance/number-book.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { sourceIn } from "../views/source-words.ts";
import { type AttemptDoc, attemptId } from "./attempt.ts";
import { findAttempt, insertAttempt } from "./attempt-store.ts";
import type { CaseDoc } from "./case.ts";
import { findCase, updateCase } from "./case-store.ts";
import { leaseMs } from "./claim-next-case.ts";
import { loadContact } from "./contact-store.ts";
import { fieldStudy } from "./field-study.ts";
import { refusalSentence } from "./refusal-sentence.ts";

export interface OpenAttemptRequest {
  caseId: string;
  fence: number;
  numberId: string;
  user: { id: string; name: string; locale?: string };
  mode?: string;
}

/** The case, if this person holds it under this fence. @throws Problem "case-not-held" */
export async function assertHeld(
  deps: Deps,
  request: { caseId: string; fence: number; userId: string },
): Promise<CaseDoc> {
  const item = await findCase(deps, request.caseId);
  if (!item || item.fence !== request.fence || item.lease?.by !== request.userId)
    throw problem("case-not-held");
  return item;
}

/**
 * Opens an attempt through the gateway: the number is taken over all studies, the attempt is inserted, then the
 * case goes to "dialing"; only after that may anything dial. Each write can be repeated; a second request while
 * the attempt is open returns that attempt.
 * @throws Problem "case-not-held", "dial-refused", "attempt-open"
 */
export async function openAttempt(deps: Deps, request: OpenAttemptRequest): Promise<AttemptDoc> {
  const { caseId, fence, numberId, user } = request;
  const item = await assertHeld(deps, { caseId, fence, userId: user.id });
  if (item.current) return repeated(deps, item, numberId);
  const [study, contact] = await Promise.all([fieldStudy(deps, item.studyId), loadContact(deps, caseId)]);
  if (!study) throw problem("not-found");
  const no = item.attempts + 1;
  const id = attemptId(caseId, no);
  const { decision, hash, book } = await askGateway(deps, {
    item,
    study,
    contact,
    numberId,
    by: user.id,
    stage: "dial",
  });
  if (!decision.allowed) throw refusedDial(decision, user.locale ?? "en");
  if (!(await takeNumber(deps, { hash, seen: book, attemptId: id, studyId: study._id })))
    throw refusedDial({ rule: "line-busy", params: {}, source: "Fieldline" }, user.locale ?? "en");
  const number = item.numbers.find((candidate) => candidate.id === numberId);
  const attempt = await insertAttempt(deps, {
    _id: id,
    caseId,
    studyId: item.studyId,
    no,
    numberId,
    numberKind: number?.kind ?? "other",
    numberHash: hash,
    by: user.id,
    byName: user.name,
    fence,
    mode: request.mode ?? study.policy?.dialing.mode ?? "manual",
    startedAt: deps.clock.now(),
    connectedAt: null,
    endedAt: null,
    form: null,
    outcome: null,
    aapor: null,
    note: null,
    appointment: null,
    interviewId: null,
    ...(decision.outsideHours ? { outsideHours: true as const } : {}),
  });
  if (decision.outsideHours)
    deps.log.info({ caseId, studyId: study._id, attemptNo: no }, "dialed outside the hours at own request");
  if (!attempt) throw problem("case-not-held");
  const lease = item.lease && { ...item.lease, until: new Date(deps.clock.now().getTime() + leaseMs) };
  const moved = await updateCase(
    deps,
    caseId,
    { fence, heldBy: user.id, states: ["leased"] },
    { state: "dialing", current: { no, numberId }, attempts: no, lease },
  );
  if (!moved) throw problem("case-not-held");
  return attempt;
}

async function repeated(deps: Deps, item: CaseDoc, numberId: string): Promise<AttemptDoc> {
  const open = await findAttempt(deps, attemptId(item._id, item.current?.no ?? 0));
  if (!open || open.outcome !== null || open.numberId !== numberId) throw problem("attempt-open");
  return open;
}

function refusedDial(refusal: Pick<Refusal, "rule" | "params" | "source">, locale: string) {
  const reason = refusalSentence(refusal, locale);
  return problem("dial-refused", { reason, rule: refusal.rule, source: sourceIn(locale)(refusal.source) });
}
