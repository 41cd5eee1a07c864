import type { Deps } from "../deps.ts";
import { bands, type CaseDoc } from "./case.ts";
import { updateCase } from "./case-store.ts";

/** Did the planner open this case by a clock that ran ahead? Then its rest or appointment is still to come. */
export function isEarly({ windowFrom }: Pick<CaseDoc, "windowFrom">, now: Date): boolean {
  return windowFrom !== null && windowFrom > now;
}

/** Lets such a case wait for its window again; an appointment that looked missed is one to keep. */
export async function putBackEarly(deps: Deps, item: CaseDoc): Promise<void> {
  const { appointment } = item;
  const missed = appointment?.kind === "hard" && item.why.code === "appointment-missed";
  await updateCase(
    deps,
    item._id,
    { planRevision: item.planRevision, states: ["ready"], unleased: true },
    {
      state: appointment ? "appointment" : "waiting",
      ...(missed ? { band: bands.hardAppointment, why: { ...item.why, code: "appointment-hard" } } : {}),
    },
  );
}
