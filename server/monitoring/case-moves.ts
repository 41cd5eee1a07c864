import { outcomeCatalogue } from "../calling/outcome-catalogue.ts";
import type { CaseMove } from "../cases/move-case.ts";

/** Where a supervisor may move a case, as the form names it. */
export interface MoveChoice {
  value: string;
  /** Key under `cases.moves`, or null for an end, which has the outcome's label. */
  word: string | null;
  label: string;
  /** Its numbers go on the blocklist. */
  blocks: boolean;
  move: Pick<CaseMove, "to" | "disposition" | "outcome">;
}

/**
 * Back to the interviewers, at once or from a time on, aside for a supervisor, out of the field, or to its end under an outcome of the study's
 * catalogue. Nobody makes a complete by hand: that is what interviews are for; nor an invalid one: that is what the review is for.
 */
export function caseMoves(outcomes: unknown, locale: string): MoveChoice[] {
  const aside = (["ready", "waiting", "hold-supervisor", "held"] as const).map((to) => ({
    ...{ value: to, word: to, label: "", blocks: false, move: { to } },
  }));
  const { outcomes: all } = outcomeCatalogue(outcomes);
  const ends = all.flatMap(({ code, label, aapor, interim, situations, blocklist }): MoveChoice[] =>
    aapor === null || interim || aapor.startsWith("1.") || situations.includes("review")
      ? []
      : [
          {
            ...{ value: `final:${code}`, word: null, label: label[locale] ?? label.en ?? code },
            blocks: blocklist !== undefined,
            move: { to: "final", disposition: aapor, outcome: code },
          },
        ],
  );
  return [...aside, ...ends];
}
