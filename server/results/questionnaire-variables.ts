import {
  type Compiled,
  codebook,
  type Variable as EngineVariable,
  type Item,
  type LocalText,
} from "../../surveys/engine/index.ts";
import type { Category, Variable, VariableType, Words } from "./variable.ts";

/** Texts as they are written, of several forms the general one. */
function words(text: LocalText | undefined): Words {
  if (text === undefined) return {};
  if (typeof text === "string") return { "": text };
  return Object.fromEntries(
    Object.entries(text).map(([language, one]) => [
      language,
      typeof one === "string" ? one : one.forms.other,
    ]),
  );
}

/** Every item of the definition by its id, those inside blocks and rosters included. */
function itemsById(items: readonly Item[], found = new Map<string, Item>()): Map<string, Item> {
  for (const item of items) {
    found.set(item.id, item);
    if ("items" in item) itemsById(item.items, found);
  }
  return found;
}

/** Points of a scale as categories: by their labels, its ends by theirs, the others by their number. */
function scalePoints(item: Item | undefined): Category[] | null {
  const scale = item?.type === "grid" ? item.scale : item?.type === "scale" ? item : undefined;
  if (!scale) return null;
  const labels: Record<string, LocalText> = {
    ...(scale.minLabel ? { [scale.min]: scale.minLabel } : {}),
    ...(scale.maxLabel ? { [scale.max]: scale.maxLabel } : {}),
    ...(item?.type === "scale" ? item.labels : {}),
  };
  return Array.from({ length: Math.max(0, scale.max - scale.min + 1) }, (_, index) => {
    const code = String(scale.min + index);
    return { code, label: words(labels[code] ?? code) };
  });
}

function fromEngine(variable: EngineVariable, item: Item | undefined): Variable {
  const points = variable.from === "answer" ? scalePoints(item) : null;
  const type: VariableType = points ? "scale" : variable.type;
  return {
    name: variable.name,
    type,
    label: variable.row?.label ?? variable.label,
    read: variable.text,
    instruction: variable.from === "answer" && item && "instruction" in item ? words(item.instruction) : {},
    categories: points ?? variable.options.map(({ code, label }) => ({ code, label })),
    specials: variable.specials.map(({ id, label, exportCode }) => ({ id, label, code: exportCode })),
    grid: variable.row ? { id: variable.question, label: variable.label, read: variable.text } : null,
    when: variable.condition,
    openText: variable.open,
    personal: variable.personal,
    fromSample: variable.from === "sample",
    unit: variable.unit ?? {},
  };
}

/** All variables of a questionnaire in its order, as the engine's codebook has them, ready for files and charts. */
export function questionnaireVariables(compiled: Compiled): Variable[] {
  const items = itemsById(compiled.definition.items);
  return codebook(compiled).variables.map((variable) => fromEngine(variable, items.get(variable.question)));
}
