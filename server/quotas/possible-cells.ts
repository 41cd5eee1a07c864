import { type Compiled, codebook, type Labels } from "../../surveys/engine/index.ts";
import type { CellValues } from "./quota-cell.ts";

/** A variable that decides cells, with its values where they can be listed. */
export interface CellVariable {
  /** As in the item's `by`: "sex", "sample.region". */
  name: string;
  label: Labels;
  /** null: any text or number; the values are typed in. */
  codes: { code: string; label: Labels }[] | null;
}

/** A quota node of the questionnaire and the cells that it can have. */
export interface QuotaNode {
  id: string;
  variables: CellVariable[];
  /** Every combination of the listed values; null when one variable's values cannot be listed. */
  combinations: CellValues[] | null;
}

/** More cells than this nobody can fill, and no page can show. */
export const mostCells = 400;

/** The quota nodes of a questionnaire in its order, those that nothing decides left out. */
export function quotaNodes(compiled: Compiled): QuotaNode[] {
  const known = new Map(codebook(compiled).variables.map((variable) => [variable.name, variable]));
  return [...compiled.nodes.values()].flatMap(({ item }) => {
    if (item.type !== "quota" || !item.by?.length) return [];
    const variables = item.by.map((name): CellVariable => {
      const variable = known.get(name.replace("sample.", "sample_"));
      const written = compiled.nodes.get(name)?.value?.texts?.map((code) => ({ code, label: { "": code } }));
      const listed = variable?.type === "boolean" ? yesAndNo : (written ?? variable?.options);
      return {
        name,
        label: variable?.label ?? { "": name },
        codes: listed?.length ? listed.map(({ code, label }) => ({ code, label })) : null,
      };
    });
    return [{ id: item.id, variables, combinations: combine(variables) }];
  });
}

const yesAndNo: { code: string; label: Labels }[] = ["true", "false"].map((code) => ({
  code,
  label: { "": code },
}));

function combine(variables: readonly CellVariable[]): CellValues[] | null {
  let combinations: CellValues[] = [{}];
  for (const { name, codes } of variables) {
    if (!codes || codes.length * combinations.length > mostCells) return null;
    combinations = combinations.flatMap((values) => codes.map(({ code }) => ({ ...values, [name]: code })));
  }
  return combinations;
}
