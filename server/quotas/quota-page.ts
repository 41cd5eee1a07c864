import type { Labels } from "../../surveys/engine/index.ts";
import type { CellVariable, QuotaNode } from "./possible-cells.ts";
import { type CellValues, cellId, isFull, isKnownFromSample, type QuotaCellDoc } from "./quota-cell.ts";
import type { QuotaEffect } from "./quota-effects.ts";

/** A line of the table: a cell that there is, or that there could be. */
export interface QuotaRow {
  /** Name of its field. */
  key: string;
  values: CellValues;
  words: string[];
  /** As typed or stored; "" is no cell. */
  target: string;
  /** As stored when the form was shown. */
  was: string;
  completes: number;
  held: number;
  /** Widths of the meter in percent of the target. */
  done: number;
  holding: number;
  full: boolean;
  exists: boolean;
  /** Its cases are blocked while it is full. */
  blocks: boolean;
  error: string | null;
}

export interface QuotaTable {
  id: string;
  heads: { name: string; label: string }[];
  rows: QuotaRow[];
  /** Its values cannot all be listed: further cells are typed in. */
  open: boolean;
  /** Cells that only an earlier version of the questionnaire has: they can be changed and removed. */
  past: boolean;
  target: number;
  completes: number;
}

const words = (label: Labels, locale: string) => label[locale] ?? label[""] ?? Object.values(label)[0] ?? "";

/** The values of a cell as people read them. */
function wordsOfCell(variables: readonly CellVariable[], values: CellValues, locale: string): string[] {
  return variables.map(({ name, codes }) => {
    const code = values[name] ?? "";
    const option = codes?.find((one) => one.code === code);
    return option ? words(option.label, locale) : code;
  });
}

/** A cell by its values as people read them; of a quota that the questionnaire has no more, the values themselves. */
export function cellName(
  nodes: readonly QuotaNode[],
  cell: { node: string; values: CellValues },
  locale: string,
): string {
  const node = nodes.find(({ id }) => id === cell.node);
  const said = node ? wordsOfCell(node.variables, cell.values, locale) : Object.values(cell.values);
  return said.join(" × ");
}

/** What changes do, a line for each cell. */
export function effectRows(effects: readonly QuotaEffect[], nodes: readonly QuotaNode[], locale: string) {
  return effects.map(({ change, kind, cases, room }) => {
    const { cell, target } = change;
    return {
      ...{ kind, cases, room, target, removed: target === null },
      name: cellName(nodes, change, locale),
      before: cell?.target ?? null,
      completes: cell?.completes ?? 0,
      held: target === null ? 0 : (cell?.held.length ?? 0),
    };
  });
}

/** The cells of every quota node with what was typed, in the questionnaire's order. */
export function quotaTables(
  nodes: readonly QuotaNode[],
  cells: readonly QuotaCellDoc[],
  view: { locale: string; typed: Record<string, string>; errors: Record<string, string> },
): QuotaTable[] {
  const known = new Map(cells.map((cell) => [fieldOf(cell.node, cell.values), cell]));
  return [...nodes, ...pastNodes(nodes, cells)].map((node) => {
    const listed = node.combinations ?? [];
    const own = cells.filter((cell) => isCellOf(node, cell)).map(({ values }) => values);
    const keys = new Map([...listed, ...own].map((values) => [fieldOf(node.id, values), values]));
    const rows = [...keys].map(([key, values]) => row(key, values, known.get(key), node.variables, view));
    const counted = rows.filter(({ exists }) => exists);
    return {
      id: node.id,
      heads: node.variables.map(({ name, label }) => ({ name, label: words(label, view.locale) })),
      rows,
      open: node.combinations === null,
      past: !nodes.includes(node),
      target: counted.reduce((sum, { key }) => sum + (known.get(key)?.target ?? 0), 0),
      completes: counted.reduce((sum, { completes }) => sum + completes, 0),
    };
  });
}

const namesOf = (names: readonly string[]) => [...names].sort().join();

function isCellOf(node: QuotaNode, cell: QuotaCellDoc): boolean {
  const names = node.variables.map(({ name }) => name);
  return cell.node === node.id && namesOf(names) === namesOf(Object.keys(cell.values));
}

/** Nodes as the cells have them that belong to none of the newest version: it dropped them or decides otherwise. */
function pastNodes(nodes: readonly QuotaNode[], cells: readonly QuotaCellDoc[]): QuotaNode[] {
  const past = new Map<string, QuotaNode>();
  for (const cell of cells.filter((one) => !nodes.some((node) => isCellOf(node, one)))) {
    const names = Object.keys(cell.values).sort();
    const variables = names.map((name) => ({ name, label: { "": name }, codes: null }));
    past.set(`${cell.node} ${names.join()}`, { id: cell.node, variables, combinations: [] });
  }
  return [...past.values()];
}

/** The field of a cell in the form. */
export function fieldOf(node: string, values: CellValues): string {
  return `target:${cellId("", node, values).slice(1)}`;
}

function row(
  key: string,
  values: CellValues,
  cell: QuotaCellDoc | undefined,
  variables: readonly CellVariable[],
  view: Parameters<typeof quotaTables>[2],
): QuotaRow {
  const share = (count: number) =>
    cell && cell.target > 0 ? Math.round(Math.min(1, count / cell.target) * 1000) / 10 : 0;
  const [completes, held] = [cell?.completes ?? 0, cell?.held.length ?? 0];
  const stored = cell ? String(cell.target) : "";
  const done = cell && isFull(cell) ? 100 : share(completes);
  return {
    ...{ key, values, completes, held, done },
    words: wordsOfCell(variables, values, view.locale),
    target: view.typed[key] ?? stored,
    was: view.typed[`was:${key}`] ?? stored,
    holding: Math.min(100 - done, share(held)),
    full: cell !== undefined && isFull(cell),
    exists: cell !== undefined,
    blocks: isKnownFromSample({ values }),
    error: view.errors[key.slice("target:".length)] ?? null,
  };
}
