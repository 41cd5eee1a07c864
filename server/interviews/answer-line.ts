import type { Step, Text } from "../../surveys/engine/index.ts";
import { formatEntry } from "./format-entry.ts";
import type { StepViewOptions } from "./step-view.ts";

/** The one field of a step, always at the same place. */
export interface AnswerLine {
  label: string;
  class: string;
  mode: "numeric" | "decimal" | "text" | "tel";
  value: string;
  placeholder: string | null;
  hint: string;
  unit: Text | null;
  maxLength: number | null;
  /** The focus is in another field (a long text). */
  elsewhere: boolean;
}

/** What the answer line asks for, by type of question; null where nothing is typed. */
export function answerLine(
  step: Step,
  view: { digits: number; value: string },
  o: StepViewOptions,
): AnswerLine | null {
  const { t } = o;
  const base = {
    ...{ maxLength: null, placeholder: null, elsewhere: false, hint: "", unit: null },
    value: o.typed?.code ?? "",
  };
  const code = { ...base, class: "code", mode: "numeric" as const, label: t("interview.answer") };
  switch (step.type) {
    case "single":
    case "scale":
    case "relation":
    case "consent":
      return code;
    case "grid":
      return step.many ? several(code, t("interview.multipleHint"), t) : code;
    case "multiple":
      return several(code, t("interview.multipleHint"), t);
    case "ranking":
      return { ...several(code, t("interview.rankingHint"), t), value: view.value };
    case "lookup":
      return {
        ...{ ...base, class: "note", mode: "text", label: t("interview.search") },
        value: o.typed?.code ?? step.lookup?.chosen?.label ?? "",
        placeholder: t("interview.searchPlaceholder"),
        maxLength: 100,
      };
    case "phone":
      return {
        ...{ ...code, class: "code code-phone", mode: "tel", value: view.value },
        label: t("interview.phone"),
        hint: t("interview.phoneHint"),
      };
    case "roster":
      return {
        ...{ ...base, class: "note", mode: "text", maxLength: 80 },
        label: t("interview.rosterNext"),
        placeholder: t("interview.rosterPlaceholder"),
      };
    case "select":
      return selectLine(step, code, t);
    case "number": {
      const { min, max } = step.field;
      const known = min !== null && max !== null;
      const hint = known ? t("interview.range", { min: show(min, o), max: show(max, o) }) : "";
      return {
        ...code,
        class: "code code-long",
        mode: "decimal",
        value: view.value,
        label: t("interview.number"),
        hint,
        unit: step.field.unit,
      };
    }
    case "date":
      return {
        ...code,
        class: "code code-long",
        mode: "text",
        value: view.value,
        label: t("interview.date"),
        placeholder: t("interview.datePlaceholder"),
      };
    case "time":
      return {
        ...code,
        class: "code code-long",
        mode: "text",
        value: view.value,
        label: t("interview.time"),
        placeholder: t("interview.timePlaceholder"),
      };
    case "text":
      if (step.field.long) return { ...code, elsewhere: true };
      return {
        ...base,
        class: "note",
        mode: "text",
        value: view.value,
        label: t("interview.ownWords"),
        maxLength: step.field.maxLength,
      };
    default:
      return step.kind === "question"
        ? { ...code, class: "code code-long", mode: "text", value: view.value }
        : null;
  }
}

function several(code: AnswerLine, hint: string, t: StepViewOptions["t"]): AnswerLine {
  return { ...code, class: "code code-long", mode: "text", label: t("interview.answers"), hint };
}

/** A person of the list or how many there are; nothing is typed where the engine draws, or has drawn. */
function selectLine(step: Step, code: AnswerLine, t: StepViewOptions["t"]): AnswerLine | null {
  if (!step.select || step.select.asks === "nothing" || (step.select.drawn?.eligible ?? 0) > 0) return null;
  return step.select.asks === "person" ? code : { ...code, label: t("interview.eligible") };
}

const show = (value: number | string, o: StepViewOptions) => formatEntry(value, "number", o.locale);
