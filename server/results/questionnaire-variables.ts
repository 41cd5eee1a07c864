import type {
  Item,
  LocalText,
  Option,
  Question,
  Questionnaire,
  SampleVariable,
} from "../../surveys/engine/index.ts";
import type { Category, SpecialCode, Variable, VariableType, Words } from "./variable.ts";

/** A variable and where its answer is found: in the answers under a key, or in the sample data. */
export interface SourcedVariable extends Variable {
  source: { answer: string } | { sample: string };
}

/** Texts as they are written, without the marks of stress; of several forms the general one. */
function words(text: LocalText | undefined): Words {
  if (text === undefined) return {};
  const plain = (one: string) => one.replaceAll("*", "");
  if (typeof text === "string") return { "": plain(text) };
  return Object.fromEntries(
    Object.entries(text).map(([language, one]) => [
      language,
      plain(typeof one === "string" ? one : one.forms.other),
    ]),
  );
}

const entries: Record<string, string> = { dk: "98", refused: "99" };

/** Codes for files: negative, so that no program takes them for a value; 98 becomes -98. */
function specialCodes(question: Question, questionnaire: Questionnaire): SpecialCode[] {
  return (question.specials ?? []).map((use) => {
    const id = typeof use === "string" ? use : use.id;
    const declared = questionnaire.specials?.[id];
    const entry = declared?.entry ?? entries[id];
    return {
      id,
      code: declared?.exportCode ?? (entry ? `-${entry}` : id),
      label: words(declared?.label ?? id),
    };
  });
}

const categories = (options: readonly Option[] = []): Category[] =>
  options.map(({ code, label }) => ({ code, label: words(label) }));

function scalePoints(min: number, max: number, labels: Record<string, LocalText> = {}): Category[] {
  return Array.from({ length: Math.max(0, max - min + 1) }, (_, index) => {
    const code = String(min + index);
    return { code, label: words(labels[code] ?? code) };
  });
}

/** A question's answers as a variable type with categories; null for what is no single variable. */
function shapeOf(
  question: Question,
  questionnaire: Questionnaire,
): { type: VariableType; categories?: Category[] } | null {
  switch (question.type) {
    case "single":
    case "multiple":
    case "ranking":
      return { type: question.type, categories: categories(question.options) };
    case "scale": {
      const { min, max, minLabel, maxLabel, labels } = question;
      const ends = { ...(minLabel ? { [min]: minLabel } : {}), ...(maxLabel ? { [max]: maxLabel } : {}) };
      return { type: "scale", categories: scalePoints(min, max, { ...ends, ...labels }) };
    }
    case "consent":
      return {
        type: "boolean",
        categories: [
          { code: "true", label: words(question.yes) },
          { code: "false", label: words(question.no) },
        ],
      };
    case "lookup": {
      const list = questionnaire.lists?.[question.list];
      const known = list && "entries" in list ? list.entries : [];
      return { type: "single", categories: known.map(({ code, label }) => ({ code, label: words(label) })) };
    }
    case "number":
    case "text":
    case "date":
    case "time":
      return { type: question.type };
    case "phone":
      return { type: "text" };
    default:
      return null;
  }
}

function variablesOf(question: Question, questionnaire: Questionnaire): SourcedVariable[] {
  const common: Omit<Variable, "name" | "type" | "categories" | "grid"> = {
    label: words(question.label ?? question.read),
    read: words(question.read),
    instruction: words(question.instruction),
    specials: specialCodes(question, questionnaire),
    when: question.when ?? null,
    openText: question.type === "text" || question.type === "phone",
    fromSample: false,
    personal: question.personal === true || question.type === "phone",
    unit: words(question.type === "number" ? question.unit : undefined),
    ends: null,
  };
  if (question.type === "grid") {
    const grid = { id: question.id, label: common.label, read: common.read };
    const { scale } = question;
    const points = scale
      ? scalePoints(scale.min, scale.max, {
          ...(scale.minLabel ? { [scale.min]: scale.minLabel } : {}),
          ...(scale.maxLabel ? { [scale.max]: scale.maxLabel } : {}),
        })
      : categories(question.options);
    const type = scale ? "scale" : question.multiple ? "multiple" : "single";
    return (question.rows ?? []).map((row) => ({
      ...common,
      name: `${question.id}_${row.code}`,
      label: words(row.label),
      type,
      categories: points,
      grid,
      source: { answer: `${question.id}@${row.code}` },
    }));
  }
  const shape = shapeOf(question, questionnaire);
  const own: SourcedVariable[] = shape
    ? [
        {
          ...common,
          ...shape,
          categories: shape.categories ?? [],
          name: question.id,
          grid: null,
          source: { answer: question.id },
        },
      ]
    : [];
  return [...own, ...otherVariables(question, common)];
}

/** What was said under "other" is a variable of its own. */
function otherVariables(
  question: Question,
  common: Omit<Variable, "name" | "type" | "categories" | "grid">,
): SourcedVariable[] {
  if (!("options" in question) || !question.options) return [];
  return question.options.flatMap(({ code, label, other }) =>
    other
      ? [
          {
            ...common,
            name: other.id,
            label: words(other.label ?? label),
            instruction: {},
            specials: [],
            when: `${question.id}: ${code}`,
            type: other.type,
            categories: [],
            openText: other.type === "text",
            grid: null,
            source: { answer: other.id },
          },
        ]
      : [],
  );
}

function sampleVariable(name: string, declared: SampleVariable): SourcedVariable {
  const label = words(declared.label ?? name);
  return {
    name: `sample_${name}`,
    type: declared.type,
    label,
    read: {},
    instruction: {},
    categories:
      declared.type === "single"
        ? declared.options.map((option) =>
            typeof option === "string"
              ? { code: option, label: { "": option } }
              : { code: option.code, label: words(option.label) },
          )
        : [],
    specials: [],
    grid: null,
    when: null,
    openText: declared.type === "text",
    personal: false,
    fromSample: true,
    unit: {},
    ends: null,
    source: { sample: name },
  };
}

/** All variables of a questionnaire: sample variables, then questions in the order of the definition. */
export function questionnaireVariables(questionnaire: Questionnaire): SourcedVariable[] {
  const walk = (items: readonly Item[]): SourcedVariable[] =>
    items.flatMap((item) => {
      if (item.type === "block") return walk(item.items);
      return "read" in item && !["info", "end", "quota", "roster"].includes(item.type)
        ? variablesOf(item as Question, questionnaire)
        : [];
    });
  return [
    ...Object.entries(questionnaire.sample ?? {}).map(([name, declared]) => sampleVariable(name, declared)),
    ...walk(questionnaire.items),
  ];
}
