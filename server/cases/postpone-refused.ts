import { outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import { poolOfCase } from "../calling/pool.ts";
import { otherNumber } from "../calling/reschedule.ts";
import type { Refusal } from "../compliance/dial-decision.ts";
import { askGateway } from "../compliance/dial-gateway.ts";
import type { Deps } from "../deps.ts";
import { pastAttempts } from "./attempt.ts";
import { attemptsOfCase } from "./attempt-store.ts";
import type { CaseDoc, CaseNumber, Why } from "./case.ts";
import { updateCase } from "./case-store.ts";
import type { Contact } from "./contact.ts";
import type { FieldStudy } from "./field-study.ts";

/** Refusals that time does not heal. A rule without a next time closes or holds the case. */
const blocking = [
  "blocklist",
  "consent",
  "advertising-consent",
  "number-state",
  "number-invalid",
  "number-cap",
  "fiction-only",
  "no-zone",
];

const isForGood = ({ rule, nextAllowedAt }: Refusal) => !nextAllowedAt && blocking.includes(rule);

interface RefusedCase {
  item: CaseDoc;
  study: FieldStudy;
  contact: Contact | null;
  numberId: string;
  /** Who asked for a case. */
  by: string;
}

/**
 * A case that the gateway refused leaves the head of the queue: it waits until the rule may pass, goes on with
 * another number, or is blocked. A rule about the study as a whole (status, budget) leaves it as it is.
 */
export async function postponeRefused(deps: Deps, refused: RefusedCase, refusal: Refusal): Promise<void> {
  const { item } = refused;
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
  if (!isForGood(refusal) && refusal.rule !== "case-cap") return;
  const { numbers, other, unzoned } = await numbersLeft(deps, refused, refusal);
  if (other) {
    const members = { numbers, nextNumberId: other.number.id };
    const waits = other.from > deps.clock.now();
    await updateCase(deps, item._id, guard, {
      ...members,
      pool: poolOfCase({ ...item, ...members }),
      ...(waits ? { state: "waiting" as const, windowFrom: other.from, why: whyOther(other) } : {}),
    });
    return;
  }
  await updateCase(deps, item._id, guard, {
    numbers,
    // Somebody can find out where a number is.
    state: unzoned ? "hold-supervisor" : "blocked",
    why: { code: "refused-for-good", params },
  });
}

/**
 * The numbers with what the blocklist says of them, and the next one that the gateway does not refuse for good. All are
 * asked at once: a case whose numbers are refused in turn would come up at every claim.
 */
async function numbersLeft(deps: Deps, refused: RefusedCase, refusal: Refusal) {
  const { study, numberId } = refused;
  const { policy } = study;
  let { numbers } = refused.item;
  const history = policy ? pastAttempts(await attemptsOfCase(deps, refused.item._id)) : [];
  const gone: string[] = [];
  let [asked, answer, unzoned] = [numberId, refusal, false];
  for (;;) {
    gone.push(asked);
    unzoned ||= answer.rule === "no-zone";
    if (answer.rule === "blocklist")
      numbers = numbers.map((number) => (number.id === asked ? { ...number, state: "blocked" } : number));
    if (!policy || answer.rule === "case-cap") return { numbers, other: null, unzoned };
    const item = { ...refused.item, numbers };
    // Going on with another number is no way around that number's own delay.
    const other = otherNumber(item, history, {
      ...{ policy, catalogue: outcomeCatalogue(study.outcomes), now: deps.clock.now(), refused: gone },
    });
    if (!other) return { numbers, other, unzoned };
    const next = { ...refused, item, numberId: other.number.id };
    const { decision } = await askGateway(deps, { ...next, stage: "claim" });
    if (decision.allowed || !isForGood(decision)) return { numbers, other, unzoned };
    [asked, answer] = [other.number.id, decision];
  }
}

function whyOther({ number, from }: { number: CaseNumber; from: Date }): Why {
  return {
    code: "other-number-left",
    params: { from: from.toISOString(), zone: number.zones[0] ?? "UTC" },
  };
}
