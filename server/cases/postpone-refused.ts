import { poolOfCase } from "../calling/pool.ts";
import type { Refusal } from "../compliance/dial-decision.ts";
import type { Deps } from "../deps.ts";
import type { CaseDoc } from "./case.ts";
import { updateCase } from "./case-store.ts";

/** Refusals that time does not heal. A rule without a next time closes or holds the case. */
const blocking = [
  "blocklist",
  "consent",
  "advertising-consent",
  "number-state",
  "number-invalid",
  "number-cap",
  "fiction-only",
];

/**
 * A case that the gateway refused leaves the head of the queue: it waits until the rule may pass, goes on with
 * another number, or is blocked. A rule about the study as a whole (status, budget) leaves it as it is.
 */
export async function postponeRefused(
  deps: Deps,
  item: CaseDoc,
  refusal: Refusal,
  numberId: string,
): Promise<void> {
  const guard = { planRevision: item.planRevision, states: [item.state], unleased: true as const };
  const params = { rule: refusal.rule, source: refusal.source };
  if (refusal.nextAllowedAt) {
    const from = refusal.nextAllowedAt;
    await updateCase(deps, item._id, guard, {
      state: item.appointment ? "appointment" : "waiting",
      windowFrom: from,
      why: {
        code: "refused-until",
        params: { ...params, from: from.toISOString(), zone: item.numbers[0]?.zones[0] ?? "UTC" },
      },
    });
    return;
  }
  if (!blocking.includes(refusal.rule) && refusal.rule !== "case-cap" && refusal.rule !== "no-zone") return;
  const numbers = item.numbers.map((number) =>
    number.id === numberId && refusal.rule === "blocklist"
      ? { ...number, state: "blocked" as const }
      : number,
  );
  const other = numbers.find((number) => number.id !== numberId && number.state === "callable");
  if (other && refusal.rule !== "case-cap") {
    const members = { numbers, nextNumberId: other.id };
    await updateCase(deps, item._id, guard, { ...members, pool: poolOfCase({ ...item, ...members }) });
    return;
  }
  await updateCase(deps, item._id, guard, {
    numbers,
    state: refusal.rule === "no-zone" ? "hold-supervisor" : "blocked",
    why: { code: "refused-for-good", params },
  });
}
