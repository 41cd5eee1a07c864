import type { CaseDoc } from "./case.ts";
import type { CaseMove } from "./move-case.ts";

/** What a supervisor's form asks for. */
export type MovedTo = Pick<CaseMove, "to" | "reason" | "from" | "disposition" | "outcome" | "language">;

/** Is a supervisor's move already done, because its form was sent before? */
export function isMovedSo(
  item: Pick<CaseDoc, "state" | "why" | "windowFrom" | "disposition" | "finalOutcome" | "language">,
  { to, reason, from, disposition, outcome, language }: MovedTo,
): boolean {
  return (
    item.state === to &&
    (item.why.code === "supervisor-move" || item.why.code === "supervisor-wait") &&
    item.why.params.reason === reason &&
    item.windowFrom?.getTime() === from?.getTime() &&
    (disposition === undefined || item.disposition === disposition) &&
    (outcome === undefined || item.finalOutcome === outcome) &&
    (language === undefined || item.language === language)
  );
}
