import { numbersAfter } from "../calling/numbers-after.ts";
import type { OutcomeCatalogue } from "../calling/outcome-catalogue.ts";
import type { Policy } from "../calling/policy.ts";
import { knownOf, type PastAttempt, reschedule } from "../calling/reschedule.ts";
import type { CaseDoc } from "./case.ts";

/**
 * What becomes of a case when a number of it leaves the blocklist: the number is callable again, unless the person
 * said "never call again" in a call of this very case; a case that the list took out of the field is planned from its
 * history as if the list had never been asked. One that is closed, or waits for another reason, stays where it is.
 * Pure. @returns the members to write; null when nothing changes
 */
export function unblockedPlan(
  item: CaseDoc,
  history: readonly PastAttempt[],
  context: { numberIds: readonly string[]; policy: Policy | null; catalogue: OutcomeCatalogue; now: Date },
): Partial<CaseDoc> | null {
  const { numberIds, policy, catalogue, now } = context;
  const opened = item.numbers.map((number) =>
    numberIds.includes(number.id) && number.state === "blocked"
      ? { ...number, state: "callable" as const }
      : number,
  );
  const numbers = numbersAfter(opened, knownOf(catalogue, history)).map(({ state }, index) => ({
    ...(item.numbers[index] as CaseDoc["numbers"][number]),
    state,
  }));
  const isOut = (why: CaseDoc["why"]) => why.code === "refused-for-good" && why.params.rule === "blocklist";
  if (item.state === "blocked" && isOut(item.why) && policy) {
    const { appointment } = item;
    const plan = reschedule({ ...item, numbers }, history, {
      ...{ policy, catalogue, now },
      ...(appointment ? { appointment } : {}),
    });
    return { ...plan, blocked: null };
  }
  const changed = numbers.some(({ state }, index) => state !== item.numbers[index]?.state);
  return changed ? { numbers } : null;
}
