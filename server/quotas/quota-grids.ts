import type { Deps } from "../deps.ts";
import { compiledQuestionnaire } from "../questionnaires/questionnaires.ts";
import type { StudyDoc } from "../studies/study-model.ts";
import { quotaNodes } from "./possible-cells.ts";
import { cellsOfStudy } from "./quota-cell-store.ts";
import { type QuotaRow, type QuotaTable, quotaTables } from "./quota-page.ts";

/** The cells of one quota: two variables cross each other, one or more than two make a list. */
export interface QuotaGrid {
  id: string;
  label: string;
  target: number;
  completes: number;
  /** Of the second variable; a list has none. */
  columns: string[];
  rows: { label: string; cells: (QuotaRow | null)[] }[];
}

/** The quotas of a study that have targets, for a look at the field. */
export async function quotaGrids(
  deps: Deps,
  study: Pick<StudyDoc, "_id" | "versions">,
  locale: string,
): Promise<QuotaGrid[]> {
  const latest = study.versions.at(-1);
  if (!latest) return [];
  const cells = await cellsOfStudy(deps, study._id);
  if (cells.length === 0) return [];
  const nodes = quotaNodes(await compiledQuestionnaire(deps, latest.hash));
  return quotaTables(nodes, cells, { locale, typed: {}, errors: {} })
    .map(gridOf)
    .filter(({ rows }) => rows.length > 0);
}

/** Cells without a target are gaps. */
export function gridOf({ id, heads, rows, target, completes }: QuotaTable): QuotaGrid {
  const there = rows.filter(({ exists }) => exists);
  const label = heads.map((head) => head.label).join(" × ");
  if (heads.length !== 2)
    return {
      ...{ id, label, target, completes, columns: [] },
      rows: there.map((row) => ({ label: row.words.join(" × "), cells: [row] })),
    };
  const [lines, columns] = [0, 1].map((at) => [...new Set(there.map(({ words }) => words[at] ?? ""))]);
  return {
    ...{ id, label, target, completes, columns: columns ?? [] },
    rows: (lines ?? []).map((line) => ({
      label: line,
      cells: (columns ?? []).map(
        (column) => there.find(({ words }) => words[0] === line && words[1] === column) ?? null,
      ),
    })),
  };
}
