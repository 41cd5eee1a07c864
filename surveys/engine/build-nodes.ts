import type { Compiled, CompiledOption, Finding, Mask, Node } from "./compiled.ts";
import type { Item, LocalText, Option, OptionsFrom, Questionnaire } from "./definition.ts";
import { reservedIds } from "./symbols.ts";
import { type CompiledText, compileText } from "./text.ts";

const yesNo: Record<string, [string, string]> = {
  en: ["Yes", "No"],
  de: ["Ja", "Nein"],
  fr: ["Oui", "Non"],
  es: ["Sí", "No"],
  it: ["Sì", "No"],
  tr: ["Evet", "Hayır"],
  pl: ["Tak", "Nie"],
};

/** Builds the tree of nodes, without conditions. Structural faults are added to `findings`. */
export function buildNodes(definition: Questionnaire, compiled: Compiled, findings: Finding[]): void {
  const seen = new Map<string, string>();
  let index = 0;
  const text = (value: LocalText) => compileText(value, definition.languages);
  const claim = (id: string, pointer: string) => {
    const before = seen.get(id);
    if (before !== undefined) {
      findings.push({
        code: "duplicate-id",
        pointer,
        message: `The id ${id} is already used at ${before}. Give one of them another id.`,
      });
    }
    if (reservedIds.has(id)) {
      findings.push({
        code: "reserved-id",
        pointer,
        message: `${id} has a meaning of its own in conditions or texts. Choose another id.`,
      });
    }
    seen.set(id, pointer);
  };

  const build = (item: Item, pointer: string, parent: Node | null, rosters: Node[]): Node => {
    claim(item.id, `${pointer}/id`);
    const node: Node = {
      ...emptyNode(item, pointer, parent, rosters),
      index: index++,
      texts: textsOf(item, text),
      specials: specialsOf(item, pointer, compiled, findings),
    };
    if (!seen.has(item.id) || !compiled.nodes.has(item.id)) compiled.nodes.set(item.id, node);
    addOptions(node, item, pointer, text, definition, compiled, findings);
    for (const option of node.options) {
      if (!option.other || compiled.others.get(option.other.id)?.node === node) continue;
      claim(option.other.id, `${pointer}/options/${ownPlace(item, option.code)}/other/id`);
      compiled.others.set(option.other.id, { node, option });
    }
    if ("items" in item) {
      const inside = item.type === "roster" ? [...rosters, node] : rosters;
      if (inside.length > 2) {
        findings.push({
          code: "roster-depth",
          pointer,
          message: "A roster may hold another roster, but not a third. Take one level out.",
        });
      }
      node.children = item.items.map((child, at) => build(child, `${pointer}/items/${at}`, node, inside));
      node.questions = node.children.reduce((sum, child) => sum + child.questions, 0);
    } else {
      node.questions = questionsIn(node);
    }
    return node;
  };
  compiled.roots = definition.items.map((item, at) => build(item, `/items/${at}`, null, []));
}

function emptyNode(
  item: Item,
  pointer: string,
  parent: Node | null,
  rosters: Node[],
): Omit<Node, "index" | "texts" | "specials"> {
  return {
    ...{ item, id: item.id, pointer, parent, rosters, children: [], questions: 0, when: null, value: null },
    ...{ options: [], optionByCode: new Map(), order: "given", masked: false, mask: null },
    ...{ rows: [], rowOrder: "given", rowMask: null, target: null },
  };
}

function questionsIn(node: Node): number {
  if (["compute", "check", "quota", "end"].includes(node.item.type)) return 0;
  return node.item.type === "grid" ? node.rows.length : 1;
}

const textRoles = [
  "read",
  "instruction",
  "probe",
  "help",
  "label",
  "title",
  "unit",
  "minLabel",
  "maxLabel",
  "message",
];

function textsOf(item: Item, text: (value: LocalText) => CompiledText): Record<string, CompiledText> {
  const texts: Record<string, CompiledText> = {};
  const from = { ...(item.type === "grid" ? item.scale : {}), ...item } as Record<string, unknown>;
  for (const role of textRoles) if (from[role] !== undefined) texts[role] = text(from[role] as LocalText);
  return texts;
}

function specialsOf(item: Item, pointer: string, compiled: Compiled, findings: Finding[]): Node["specials"] {
  const uses = "specials" in item ? (item.specials ?? []) : [];
  return uses.flatMap((use, at) => {
    const { id, readOut = false } = typeof use === "string" ? { id: use } : use;
    const special = compiled.specials.get(id);
    if (special) return [{ id, label: special.label, entry: special.entry, readOut, when: null }];
    const known = [...compiled.specials.keys()].join(", ") || "none";
    findings.push({
      code: "unknown-special",
      pointer: `${pointer}/specials/${at}`,
      message: `There is no special answer ${id}; the questionnaire defines: ${known}. Add it to specials or use one of these.`,
    });
    return [];
  });
}

function addOptions(
  node: Node,
  item: Item,
  pointer: string,
  text: (value: LocalText) => CompiledText,
  definition: Questionnaire,
  compiled: Compiled,
  findings: Finding[],
): void {
  const option = (source: Option & { inverse?: string }): CompiledOption => ({
    code: source.code,
    label: text(source.label),
    when: null,
    anchor: source.anchor ?? false,
    exclusive: source.exclusive ?? false,
    other: source.other
      ? { ...source.other, labelText: source.other.label === undefined ? null : text(source.other.label) }
      : null,
    inverse: source.inverse ?? null,
    namedBy: null,
  });
  const maskFor = (from: OptionsFrom | string | null | undefined, place: string): Mask | null => {
    if (!from) return null;
    const { question, take = "selected" } = typeof from === "string" ? { question: from } : from;
    const source = compiled.nodes.get(question);
    const usable =
      source && ["single", "multiple", "ranking", "roster"].includes(source.item.type) && source !== node;
    if (usable && place === "rowsFrom" && source.item.type === "roster") {
      findings.push({
        code: "options-from",
        pointer: `${pointer}/${place}`,
        message: `${question} is a roster, whose items cannot be rows. Ask the question inside the roster.`,
      });
      return null;
    }
    if (usable) return { question, take, node: source };
    findings.push({
      code: "options-from",
      pointer: `${pointer}/${place}`,
      message: `${question} is not an earlier single, multiple, ranking or roster. Name one that comes before this question.`,
    });
    return null;
  };
  if (item.type === "grid") {
    node.rowMask = maskFor(item.rowsFrom, "rowsFrom");
    node.rows = item.rows?.map(option) ?? (node.rowMask ? handedOn(node.rowMask.node) : []);
    node.rowOrder = item.order ?? "given";
    node.order = item.optionsOrder ?? "given";
    node.options = (item.options ?? []).map(option);
  } else if (item.type === "roster") {
    const source = item.from === undefined ? null : compiled.nodes.get(item.from);
    if (item.from !== undefined && (source?.item.type !== "multiple" || source.rosters.length > 0)) {
      findings.push({
        code: "roster-from",
        pointer: `${pointer}/from`,
        message: `${item.from} is not a multiple before this roster. Name a multiple question that comes earlier.`,
      });
    } else {
      node.target = source ?? null;
    }
    node.options = (item.fixed ?? []).map(option);
    if (node.target) node.options = handedOn(node.target);
  } else if (item.type === "consent") {
    const [yes, no] = ["yes", "no"].map((code, at) => {
      const own = code === "yes" ? item.yes : item.no;
      const words = Object.fromEntries(
        definition.languages.map((l) => [l, (yesNo[l.slice(0, 2)] ?? yesNo.en)?.[at] ?? code]),
      );
      return option({ code, label: own ?? words });
    });
    node.options = [yes, no].filter((one) => one !== undefined);
  } else if ("options" in item || "optionsFrom" in item) {
    node.mask = "optionsFrom" in item ? maskFor(item.optionsFrom, "optionsFrom") : null;
    node.options = maskedOptions(node.mask, item.options?.map(option));
    node.order = "order" in item ? (item.order ?? "given") : "given";
  } else if (item.type === "block") {
    node.order = item.order ?? "given";
  }
  for (const one of node.options) node.optionByCode.set(one.code, one);
  node.masked = node.mask !== null;
}

/**
 * Options of a question that may take over those of another: its own where they repeat codes of the source (other
 * words for the same), else those of the source with its own behind them, anchored. Items of a roster come at run time.
 */
function maskedOptions(mask: Mask | null, own: CompiledOption[] | undefined): CompiledOption[] {
  if (!mask) return own ?? [];
  const added = (own ?? []).map((one) => ({ ...one, anchor: true }));
  if (mask.node.item.type === "roster") return added;
  const taken = handedOn(mask.node);
  const codes = new Set(taken.map((one) => one.code));
  if (own?.some((one) => codes.has(one.code))) return own;
  return [...taken, ...added];
}

/**
 * The options of a question as later ones take them over. "None of these" is an answer to that question only, so
 * exclusive ones stay behind; what was typed at an "other" is its name from here on.
 */
function handedOn(source: Node): CompiledOption[] {
  return source.options
    .filter((one) => !one.exclusive)
    .map((one) => ({ ...one, when: null, other: null, namedBy: one.other?.id ?? one.namedBy }));
}

/** Place of an option in the item as it is written; options of a mask may stand before it in the node. */
function ownPlace(item: Item, code: string): number {
  const own = "options" in item ? (item.options ?? []) : [];
  return own.findIndex((option) => option.code === code);
}
