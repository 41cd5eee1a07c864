import { recordConsent } from "../compliance/consents.ts";
import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { attemptId, type ContactForm } from "./attempt.ts";
import { findAttempt, markConnected, writeContactForm } from "./attempt-store.ts";
import { updateCase } from "./case-store.ts";

export interface ContactFormRequest {
  caseId: string;
  attemptNo: number;
  fence: number;
  form: ContactForm;
}

const purposes = ["call", "recording", "sensitive", "recontact", "transfer"] as const;

/**
 * Stores who answered; a confirmed target moves the case to "interview". Saving again overwrites the form of the
 * same attempt.
 * @throws Problem "case-not-held"
 */
export async function saveContactForm(deps: Deps, request: ContactFormRequest): Promise<void> {
  const { caseId, attemptNo, fence, form } = request;
  const id = attemptId(caseId, attemptNo);
  if (!(await writeContactForm(deps, request))) throw problem("case-not-held");
  if (form.person) await markConnected(deps, id);
  const attempt = await findAttempt(deps, id);
  const now = deps.clock.now();
  await Promise.all(
    purposes
      .filter((purpose) => purpose in form.consents)
      .map((purpose) =>
        recordConsent(deps, {
          _id: `${id}:${purpose}:${form.consents[purpose] ? "yes" : "no"}`,
          studyId: attempt?.studyId ?? "",
          caseId,
          batch: null,
          numberHash: attempt?.numberHash ?? null,
          purpose,
          given: form.consents[purpose] ?? false,
          at: now,
          source: `call ${attemptNo}`,
          textVersion: null,
        }),
      ),
  );
  const state = form.targetConfirmed ? "interview" : "connected";
  if (form.person)
    await updateCase(deps, caseId, { fence, states: ["dialing", "connected", "interview"] }, { state });
}

/** The line was answered. @throws Problem "case-not-held" */
export async function markAnswered(
  deps: Deps,
  request: { caseId: string; attemptNo: number; fence: number },
): Promise<void> {
  await markConnected(deps, attemptId(request.caseId, request.attemptNo));
  await updateCase(
    deps,
    request.caseId,
    { fence: request.fence, states: ["dialing"] },
    { state: "connected" },
  );
}

/** The line is down; the outcome is still to come. */
export async function markHungUp(deps: Deps, request: { caseId: string; fence: number }): Promise<void> {
  await updateCase(
    deps,
    request.caseId,
    { fence: request.fence, states: ["dialing", "connected", "interview"] },
    { state: "wrap-up" },
  );
}
