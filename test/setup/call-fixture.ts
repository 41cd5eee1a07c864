import { claimNextCase } from "../../server/cases/claim-next-case.ts";
import { openAttempt } from "../../server/cases/open-attempt.ts";
import { saveContactForm } from "../../server/cases/save-contact-form.ts";
import { applyActs } from "../../server/interviews/apply-acts.ts";
import { completeInterview } from "../../server/interviews/complete-interview.ts";
import type { InterviewDoc } from "../../server/interviews/interview-model.ts";
import { openInterview } from "../../server/interviews/open-interview.ts";
import type { Act } from "../../surveys/engine/index.ts";
import type { FieldUser } from "./field-fixture.ts";
import type { OpenStudy } from "./interview-fixture.ts";
import type { TestDeps } from "./test-deps.ts";

/** Gets the next case of the study, dials it, confirms the target and opens the interview. */
export async function onTheLine(
  deps: TestDeps,
  study: Pick<OpenStudy, "studyId" | "version">,
  user: FieldUser,
): Promise<InterviewDoc> {
  const held = await claimNextCase(deps, { user, studyIds: [study.studyId] });
  if (!("caseId" in held)) throw new Error(`no case: ${held.none}`);
  const { caseId, fence } = held;
  const attempt = await openAttempt(deps, { caseId, fence, numberId: held.numbers[0]?.id ?? "", user });
  await saveContactForm(deps, {
    ...{ caseId, attemptNo: attempt.no, fence },
    form: { person: "target", targetConfirmed: true, situation: "first", language: "en", consents: {} },
  });
  return openInterview(deps, {
    held: { ...held, attemptNo: attempt.no },
    ...{ version: study.version, user, language: "en" },
  });
}

/** A whole call that ends with a complete interview, answered in this order. */
export async function completedInterview(
  deps: TestDeps,
  study: Pick<OpenStudy, "studyId" | "version">,
  user: FieldUser,
  answers: Record<string, Act["value"]>,
): Promise<InterviewDoc> {
  const { _id: interviewId, fence } = await onTheLine(deps, study, user);
  const acts = Object.entries(answers).map(
    ([key, value], index): Act => ({
      ...{ seq: index + 1, key, at: "2026-11-19T17:00:01.000Z" },
      ...(value === "dk"
        ? { kind: "special", value }
        : { kind: "answer", ...(value === undefined ? {} : { value }) }),
    }),
  );
  await applyActs(deps, { interviewId, fence, user, acts });
  return completeInterview(deps, { interviewId, fence, user });
}
