import type { Deps } from "../deps.ts";
import type { CaseDoc } from "./case.ts";
import { caseModel } from "./case-model.ts";

/** What of a case decides when and by whom it is called; nothing of it is personal. */
export type SampledCase = Pick<CaseDoc, "numbers" | "region" | "language" | "sample">;

/** The sample of a study as it came, at most so many cases, without anything that happened since. */
export async function sampledCases(deps: Deps, studyId: string, most: number): Promise<SampledCase[]> {
  const found = (await caseModel(deps.db)
    .collection.find({ studyId })
    .project({ _id: 0, numbers: 1, region: 1, language: 1, sample: 1 })
    .limit(most)
    .toArray()) as unknown as SampledCase[];
  return found.map((item) => ({
    ...item,
    numbers: item.numbers.map((number) => ({ ...number, state: "callable" as const, attempts: 0 })),
  }));
}
