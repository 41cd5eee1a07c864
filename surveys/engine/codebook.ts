import type { Compiled, CompiledOption, Node } from "./compiled.ts";
import { type CompiledText, plainText, renderText } from "./text.ts";

export type Labels = Record<string, string>;

export interface Variable {
  /** Column name: the question's id, with _row and _position of grids and rosters. */
  name: string;
  question: string;
  type: "single" | "multiple" | "ranking" | "number" | "text" | "date" | "time" | "boolean";
  itemType: string;
  label: Labels;
  text: Labels;
  /** Options in the order of the questionnaire, whatever order an interview showed. */
  options: { code: string; label: Labels; exclusive: boolean }[];
  specials: { id: string; label: Labels; exportCode: string }[];
  min: number | null;
  max: number | null;
  decimals: number;
  unit: Labels | null;
  /** Grid it belongs to and its row. */
  row: { code: string; label: Labels } | null;
  roster: { id: string; position: number } | null;
  block: Labels | null;
  /** Open words: the columns that need care in exports. */
  open: boolean;
  personal: boolean;
  condition: string | null;
  /** Where its value comes from. */
  from: "answer" | "other" | "compute" | "sample" | "roster" | "select";
}

export interface Codebook {
  id: string;
  title: Labels;
  languages: string[];
  variables: Variable[];
}

const cache = new WeakMap<Compiled, Codebook>();

/** All variables of a questionnaire in the order of its items. */
export function codebook(compiled: Compiled): Codebook {
  let book = cache.get(compiled);
  if (!book) {
    book = {
      id: compiled.definition.id,
      title: labelsOf(compiled, compiled.title),
      languages: compiled.definition.languages,
      variables: [
        ...sampleVariables(compiled),
        ...compiled.roots.flatMap((node) => variablesOf(compiled, node, null, "")),
      ],
    };
    cache.set(compiled, book);
  }
  return book;
}

type Position = Variable["roster"];

function variablesOf(compiled: Compiled, node: Node, position: Position, suffix: string): Variable[] {
  const { item } = node;
  if (item.type === "block")
    return node.children.flatMap((child) => variablesOf(compiled, child, position, suffix));
  if (item.type === "roster") {
    return [
      { ...base(compiled, node, `${node.id}_n${suffix}`, position), type: "number", from: "roster" },
      ...positionsOf(node).flatMap(({ number, name }) =>
        node.children.flatMap((child) =>
          variablesOf(compiled, child, { id: node.id, position: number }, `${suffix}_${name}`),
        ),
      ),
    ];
  }
  if (item.type === "relation") return relationVariables(compiled, node);
  if (item.type === "grid") {
    return node.rows.map((row) => ({
      ...base(compiled, node, `${node.id}_${row.code}${suffix}`, position),
      row: { code: row.code, label: labelsOf(compiled, row.label) },
    }));
  }
  const type = variableType(node);
  if (!type) return [];
  const own: Variable[] = [{ ...base(compiled, node, node.id + suffix, position), type }];
  if (item.type === "select") {
    own.push({
      ...base(compiled, node, `${node.id}_eligible${suffix}`, position),
      type: "number",
      from: "select",
      options: [],
    });
  }
  return [
    ...own,
    ...node.options.flatMap((option) => otherVariable(compiled, node, option, suffix, position)),
  ];
}

/** Positions of a roster as columns: option codes where it has them, 1 to max otherwise. */
export function positionsOf(roster: Node): { number: number; name: string }[] {
  if (roster.options.length > 0)
    return roster.options.map((option, at) => ({ number: at + 1, name: option.code }));
  const max = roster.item.type === "roster" ? (roster.item.max ?? 20) : 0;
  return Array.from({ length: max }, (_, at) => ({ number: at + 1, name: String(at + 1) }));
}

function relationVariables(compiled: Compiled, node: Node): Variable[] {
  const positions = node.target ? positionsOf(node.target) : [];
  return positions.flatMap((first, at) =>
    positions
      .slice(at + 1)
      .map((second) => base(compiled, node, `${node.id}_${first.name}_${second.name}`, null)),
  );
}

function variableType(node: Node): Variable["type"] | null {
  switch (node.item.type) {
    case "single":
    case "consent":
    case "lookup":
    case "relation":
      return "single";
    case "multiple":
    case "ranking":
    case "number":
    case "text":
    case "date":
    case "time":
      return node.item.type;
    case "scale":
      return "number";
    case "phone":
    case "select":
      return "text";
    case "grid":
      return node.item.scale ? "number" : node.item.multiple ? "multiple" : "single";
    case "compute":
      return node.item.as;
    default:
      return null;
  }
}

function base(compiled: Compiled, node: Node, name: string, position: Position): Variable {
  const item = node.item as unknown as Record<string, unknown>;
  const limits = (node.item.type === "grid" ? (node.item.scale ?? {}) : item) as Record<string, unknown>;
  const words = (text: CompiledText | undefined) => (text ? labelsOf(compiled, text) : {});
  let block = node.parent;
  while (block && !block.texts.title) block = block.parent;
  return {
    name,
    question: node.id,
    type: variableType(node) ?? "text",
    itemType: node.item.type,
    label: words(node.texts.label ?? node.texts.read),
    text: words(node.texts.read),
    options:
      node.item.type === "roster" ? [] : node.options.map((option) => codebookOption(compiled, option)),
    specials: node.specials.map(({ id, label }) => ({
      id,
      label: labelsOf(compiled, label),
      exportCode: compiled.specials.get(id)?.exportCode ?? id,
    })),
    min: typeof limits.min === "number" ? limits.min : null,
    max: typeof limits.max === "number" ? limits.max : null,
    decimals: (item.decimals as number | undefined) ?? 0,
    unit: node.texts.unit ? labelsOf(compiled, node.texts.unit) : null,
    row: null,
    roster: position,
    block: block?.texts.title ? labelsOf(compiled, block.texts.title) : null,
    open: node.item.type === "text" || node.item.type === "phone",
    personal: item.personal === true || node.item.type === "phone",
    condition: node.when?.source ?? null,
    from: node.item.type === "compute" ? "compute" : node.item.type === "select" ? "select" : "answer",
  };
}

function codebookOption(compiled: Compiled, option: CompiledOption): Variable["options"][number] {
  return { code: option.code, label: labelsOf(compiled, option.label), exclusive: option.exclusive };
}

function otherVariable(
  compiled: Compiled,
  node: Node,
  option: CompiledOption,
  suffix: string,
  position: Position,
): Variable[] {
  const { other } = option;
  if (!other || compiled.others.get(other.id)?.node !== node) return [];
  const label = labelsOf(compiled, other.labelText ?? option.label);
  const isText = other.type === "text";
  return [
    {
      ...base(compiled, node, other.id + suffix, position),
      ...{
        question: other.id,
        type: other.type,
        label,
        text: label,
        options: [],
        open: isText,
        from: "other" as const,
      },
      ...{ min: other.min ?? null, max: other.max ?? null, decimals: other.decimals ?? 0, unit: null },
    },
  ];
}

function sampleVariables(compiled: Compiled): Variable[] {
  return Object.entries(compiled.definition.sample ?? {}).map(([name, variable]) => {
    const same = (text: string) =>
      Object.fromEntries(compiled.definition.languages.map((language) => [language, text]));
    const label =
      variable.label === undefined
        ? same(name)
        : typeof variable.label === "string"
          ? same(variable.label)
          : {};
    if (typeof variable.label === "object") {
      for (const [language, words] of Object.entries(variable.label))
        label[language] = typeof words === "string" ? words : name;
    }
    const options = variable.type === "single" ? variable.options : [];
    return {
      ...{
        name: `sample_${name}`,
        question: name,
        type: variable.type,
        itemType: "sample",
        label,
        text: label,
      },
      options: options.map((option) => {
        const code = typeof option === "string" ? option : option.code;
        const own =
          typeof option === "string" || typeof option.label === "string"
            ? same(typeof option === "string" ? code : String(option.label))
            : {};
        if (typeof option !== "string" && typeof option.label === "object") {
          for (const [language, words] of Object.entries(option.label))
            own[language] = typeof words === "string" ? words : code;
        }
        return { code, label: own, exclusive: false };
      }),
      ...{
        specials: [],
        min: null,
        max: null,
        decimals: 0,
        unit: null,
        row: null,
        roster: null,
        block: null,
      },
      ...{ open: variable.type === "text", personal: false, condition: null, from: "sample" as const },
    };
  });
}

/** A text per language as plain words, with its placeholders by name. */
export function labelsOf(compiled: Compiled, text: CompiledText): Labels {
  const labels: Labels = {};
  for (const language of compiled.definition.languages) {
    labels[language] = plainText(renderText(text, language, (name) => ({ raw: null, shown: `{${name}}` })));
  }
  return labels;
}
