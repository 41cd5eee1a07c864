/**
 * XPath conditions of XLSForm as conditions of Fieldline. XPath is two-valued: an unanswered question is an
 * empty text, which equals nothing and is smaller than nothing. Here it is unknown, which opens nothing.
 * Both agree where a comparison is only joined by `and` and `or`; under `not()`, in `!=` and in the condition
 * of an `if()` the comparison is guarded with answered(), so that it is false rather than unknown.
 */
import { celFunction } from "./xpath-functions.ts";
import { parseXPath, type XPath, XPathProblem } from "./xpath-syntax.ts";

export type CelType = "number" | "text" | "date" | "code" | "list" | "boolean" | "roster";

/** What a name in the form became. */
export interface FormName {
  /** Id in the questionnaire. */
  id: string;
  type: CelType;
  /** Codes that had to be renamed, by their name in the form. */
  codes?: ReadonlyMap<string, string>;
  /** All choices of a select, by their names in the form. */
  options?: ReadonlySet<string>;
  /** Are all codes numbers, so that the form may compute with them? */
  numeric?: boolean;
  /** Is there a value in every interview, as of the day it is held? */
  always?: true;
}

export interface Translated {
  source: string;
  type: CelType;
  /** Ids whose answers the text needs; without one of them it is unknown. */
  needs: string[];
  /** Set for a literal. */
  literal?: string | number;
  /** Is the literal a choice that the question does not have? */
  noChoice?: boolean;
  codes?: ReadonlyMap<string, string>;
  options?: ReadonlySet<string>;
  numeric?: boolean;
  /** Which of `needs` is needed depends on a branch, so no guard can be written. */
  branching?: boolean;
  /** Operators bind weaker than what surrounds them. */
  loose?: boolean;
}

export interface TranslateContext {
  /** @throws XPathProblem for a name that is unknown, not carried over, later or in another repeat. */
  lookUp(name: string): FormName;
  self?: FormName;
  /** Columns of the choice under test, in a choice_filter. */
  columns?: Readonly<Record<string, string>>;
  /** Repeat and id of a question that has an answer for each item; null for any other name. */
  listOf?(name: string): { roster: string; id: string; type: CelType } | null;
  /** Does `..` mean the item of a repeat here? */
  inRepeat?: boolean;
  /** Takes what the author of the form should know though the condition is carried over. */
  remark?(text: string): void;
}

export const quote = (text: string) =>
  `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;

export const wrap = (part: Translated) => (part.loose ? `(${part.source})` : part.source);

const unite = (...parts: Translated[]) => [...new Set(parts.flatMap((part) => part.needs))];

/** `answered(a) && answered(b)`, or nothing. */
export const guard = (needs: readonly string[]) => needs.map((id) => `answered(${id})`).join(" && ");

function nameOf(form: FormName): Translated {
  return {
    source: form.id,
    type: form.type,
    needs: form.type === "roster" || form.always ? [] : [form.id],
    ...(form.codes ? { codes: form.codes } : {}),
    ...(form.options ? { options: form.options } : {}),
    ...(form.numeric ? { numeric: true } : {}),
  };
}

const literal = (value: string | number): Translated => ({
  source: typeof value === "number" ? String(value) : quote(value),
  type: typeof value === "number" ? "number" : "text",
  needs: [],
  literal: value,
});

/** The code of a choice; null, with a remark, where the question has no such choice. */
export function codeOf(answer: Translated, name: string, context: TranslateContext): string | null {
  if (answer.options && name !== "" && !answer.options.has(name)) {
    context.remark?.(`${answer.source} has no choice “${name}”, so it is never chosen`);
    return null;
  }
  return answer.codes?.get(name) ?? name;
}

/** A literal in the type of what it is compared with: codes are texts, numbers are numbers. */
function adapt(part: Translated, other: Translated, op: string, context: TranslateContext): Translated {
  if (part.literal === undefined) return part;
  if (other.type === "code") {
    const name = String(part.literal);
    // A code that is compared by its size need not be there: ${grade} > 20.
    const code = ["=", "!="].includes(op) ? codeOf(other, name, context) : (other.codes?.get(name) ?? name);
    return { ...literal(code ?? name), type: "code", noChoice: code === null };
  }
  if (other.type === "number" && typeof part.literal === "string" && part.literal.trim() !== "") {
    const value = Number(part.literal);
    if (!Number.isNaN(value)) return literal(value);
  }
  if (other.type === "date" && /^\d{4}-\d{2}-\d{2}$/.test(String(part.literal)))
    return { ...part, type: "date" };
  if ((other.type === "text" || other.type === "date") && typeof part.literal === "number")
    return literal(String(part.literal));
  return part;
}

/** A code as a number, where the form computes with it. */
export function asNumber(part: Translated): Translated {
  if (part.type === "number") return part;
  if (typeof part.literal === "string" && !Number.isNaN(Number(part.literal)))
    return literal(Number(part.literal));
  if (part.type === "code" && part.numeric)
    return { source: `double(${part.source})`, type: "number", needs: part.needs };
  throw new XPathProblem(`${part.source} is no number`);
}

/** Two unanswered questions are equal in XPath, an answered and an unanswered one differ. */
function equalAnswers(op: "=" | "!=", left: Translated, right: Translated): Translated {
  if (left.type === "list" || right.type === "list" || (left.type === "number") !== (right.type === "number"))
    throw new XPathProblem(`${left.source} and ${right.source} are of different kinds`);
  const [a, b] = [`answered(${left.source})`, `answered(${right.source})`];
  const equal = `(${a} && ${b} && ${left.source} == ${right.source}) || (!${a} && !${b})`;
  return {
    source: op === "=" ? equal : `!(${equal})`,
    type: "boolean",
    needs: [],
    loose: op === "=",
  };
}

function compare(
  op: string,
  first: Translated,
  second: Translated,
  total: boolean,
  context: TranslateContext,
): Translated {
  const [left, right] = [adapt(first, second, op, context), adapt(second, first, op, context)];
  if (left.noChoice || right.noChoice) return { source: String(op === "!="), type: "boolean", needs: [] };
  for (const [side, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (other.literal !== "") continue;
    if (side.needs.length !== 1 || side.source !== side.needs[0])
      throw new XPathProblem(`${side.source} cannot be compared with an empty text`);
    return { source: `${op === "=" ? "!" : ""}answered(${side.source})`, type: "boolean", needs: [] };
  }
  if (left.type === "list" || right.type === "list")
    throw new XPathProblem("a multiple answer is compared as one text; selected() would carry over");
  const bothPlain = [left, right].every((part) => part.needs.length === 1 && part.source === part.needs[0]);
  if (bothPlain && (op === "=" || op === "!=")) return equalAnswers(op, left, right);
  const ordered = op !== "=" && op !== "!=";
  const dates = left.type === "date" && right.type === "date";
  const textual = [left, right].every((part) => part.type !== "number" && part.type !== "boolean");
  const sides =
    (ordered && !dates) || (!textual && left.type !== right.type)
      ? [asNumber(left), asNumber(right)]
      : [left, right];
  const plain = `${sides.map((side) => wrap(side)).join(` ${op === "=" ? "==" : op} `)}`;
  const needs = unite(left, right);
  if (needs.length === 0) return { source: plain, type: "boolean", needs, loose: true };
  if ((total || op === "!=") && sides.some((side) => side.branching))
    throw new XPathProblem("if() or coalesce() under not(), in != or in another if()");
  // XPath: an empty text differs from everything.
  if (op === "!=")
    return {
      source: `${needs.map((id) => `!answered(${id})`).join(" || ")} || ${plain}`,
      type: "boolean",
      needs: [],
      loose: true,
    };
  if (!total) return { source: plain, type: "boolean", needs, loose: true };
  return { source: `${guard(needs)} && ${plain}`, type: "boolean", needs: [], loose: true };
}

/** Dates count in days in XPath: one less another is a number, one more or less some days is a date. */
function dateArithmetic(op: string, left: Translated, right: Translated): Translated | null {
  if (left.type !== "date" || (op !== "-" && op !== "+")) return null;
  const needs = unite(left, right);
  if (right.type === "date" && op === "-")
    return { source: `days_between(${right.source}, ${left.source})`, type: "number", needs };
  if (right.type !== "number") return null;
  const days = op === "-" ? `-${wrap(right)}` : right.source;
  return { source: `add_days(${left.source}, ${days})`, type: "date", needs };
}

function arithmetic(op: string, left: Translated, right: Translated): Translated {
  const dates = dateArithmetic(op, left, right);
  if (dates) return dates;
  const sign = op === "div" ? "/" : op === "mod" ? "%" : op;
  const source = `${wrap(asNumber(left))} ${sign} ${wrap(asNumber(right))}`;
  const branching = left.branching || right.branching;
  return {
    source,
    type: "number",
    needs: unite(left, right),
    loose: true,
    ...(branching ? { branching } : {}),
  };
}

/** What counts as true: a number that is not 0, a text that is not empty. */
export function asCondition(part: Translated): Translated {
  if (part.type === "boolean") return part;
  if (part.type === "number" && part.literal === undefined)
    return { source: `${wrap(part)} != 0`, type: "boolean", needs: part.needs, loose: true };
  if (part.needs.length === 1 && part.source === part.needs[0])
    return { source: `answered(${part.source})`, type: "boolean", needs: [] };
  throw new XPathProblem(`${part.source} is no condition`);
}

/**
 * @param total Must the result be true or false, never unknown?
 */
export function translateTree(tree: XPath, context: TranslateContext, total: boolean): Translated {
  switch (tree.kind) {
    case "number":
      return literal(tree.value);
    case "string":
      return literal(tree.value);
    case "ref":
      return nameOf(context.lookUp(tree.name));
    case "self":
      if (!context.self) throw new XPathProblem("“.” has no meaning here");
      return nameOf(context.self);
    case "parent":
      throw new XPathProblem("paths into the form (/, [ ], ..) are not carried over");
    case "name": {
      const value = context.columns?.[tree.name];
      if (value === undefined)
        throw new XPathProblem(
          `${tree.name} is neither a question nor a column of the choices; a text stands in quotes`,
        );
      return literal(value);
    }
    case "negate": {
      const part = asNumber(translateTree(tree.of, context, total));
      return { source: `-${wrap(part)}`, type: "number", needs: part.needs };
    }
    case "call":
      return celFunction(tree.name, tree.args, context, total);
    case "binary": {
      if (tree.op === "and" || tree.op === "or") {
        const sides = [tree.left, tree.right].map((side) => asCondition(translateTree(side, context, total)));
        const source = sides.map(wrap).join(tree.op === "and" ? " && " : " || ");
        return { source, type: "boolean", needs: total ? [] : unite(...sides), loose: true };
      }
      const left = translateTree(tree.left, context, total);
      const right = translateTree(tree.right, context, total);
      if (["+", "-", "*", "div", "mod"].includes(tree.op)) return arithmetic(tree.op, left, right);
      return compare(tree.op, left, right, total, context);
    }
  }
}

/** A condition of the form: relevant, the inside of a constraint, a choice_filter. @throws XPathProblem */
export function conditionToCel(xpath: string, context: TranslateContext, total = false): string {
  return asCondition(translateTree(parseXPath(xpath), context, total)).source;
}

/** A calculation. @throws XPathProblem */
export function valueToCel(xpath: string, context: TranslateContext): Translated {
  return translateTree(parseXPath(xpath), context, true);
}
