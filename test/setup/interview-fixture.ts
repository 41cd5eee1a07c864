import { readFileSync } from "node:fs";
import { join } from "node:path";
import { shippedPolicy } from "../../server/calling/shipped-policy.ts";
import { forgetFieldStudies } from "../../server/cases/field-study.ts";
import type { SignedInUser } from "../../server/http/routes.ts";
import type { InterviewDoc } from "../../server/interviews/interview-model.ts";
import { openInterview } from "../../server/interviews/open-interview.ts";
import { packageRoot } from "../../server/paths.ts";
import { addToTeam, createStudy, publishVersion } from "../../server/studies/studies.ts";
import { studyModel } from "../../server/studies/study-model.ts";
import { makeCases } from "./field-fixture.ts";
import type { TestDeps } from "./test-deps.ts";

/** A tiny questionnaire of test/fixtures/surveys. */
export function surveyFixture(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(packageRoot, "test", "fixtures", "surveys", `${name}.json`), "utf8"));
}

export interface OpenStudy {
  studyId: string;
  version: string;
  caseIds: string[];
}

/** A study in the field with a published questionnaire and cases, for these interviewers. */
export async function openStudy(
  deps: TestDeps,
  options: { survey?: string; userIds: string[]; cases?: number; language?: string; firstNumber?: number },
): Promise<OpenStudy> {
  const study = await createStudy(
    deps,
    {
      key: `study-${deps.newId()}`,
      name: "City services 2026",
      client: { name: "Northmoor City Council" },
      institute: { name: "Hartwell Field Research", phone: "030 23125 000" },
      languages: ["en", "de"],
      policy: shippedPolicy("plain") as unknown as Record<string, unknown>,
      telephony: "simulated",
    },
    "test",
  );
  for (const userId of options.userIds) await addToTeam(deps, study._id, userId, "test");
  const { hash } = await publishVersion(deps, {
    studyId: study._id,
    definition: surveyFixture(options.survey ?? "short-call"),
    by: "test",
  });
  await studyModel(deps.db).updateOne({ _id: study._id }, { $set: { status: "open" } });
  forgetFieldStudies(deps);
  const language = options.language ?? "en";
  const caseIds = await makeCases(
    deps,
    study._id,
    options.cases ?? 3,
    () => ({ language }),
    options.firstNumber,
  );
  return { studyId: study._id, version: hash, caseIds };
}

/** An interview without a call around it, for tests of acts. */
export function startedInterview(
  deps: TestDeps,
  study: OpenStudy,
  user: Pick<SignedInUser, "id" | "name">,
  caseId: string = study.caseIds[0] ?? "",
): Promise<InterviewDoc> {
  return openInterview(deps, {
    held: { caseId, studyId: study.studyId, fence: 1, attemptNo: 1, sample: {}, zone: "Europe/Berlin" },
    version: study.version,
    user,
    language: "en",
  });
}
