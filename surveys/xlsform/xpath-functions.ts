import { type XPath, XPathProblem } from "./xpath-syntax.ts";
import {
  asCondition,
  asNumber,
  codeOf,
  guard,
  quote,
  type TranslateContext,
  type Translated,
  translateTree,
  wrap,
} from "./xpath-to-cel.ts";

type Translate = (
  args: Translated[],
  trees: XPath[],
  context: TranslateContext,
  total: boolean,
) => Translated;

const unite = (parts: Translated[]) => [...new Set(parts.flatMap((part) => part.needs))];

function argument(args: Translated[], index: number): Translated {
  const part = args[index];
  if (!part) throw new XPathProblem("an argument is missing");
  return part;
}

const numeric =
  (name: string): Translate =>
  (args) => {
    const part = asNumber(argument(args, 0));
    return { source: `${name}(${part.source})`, type: "number", needs: part.needs };
  };

/** ODK keeps the first value; here a value follows the answers. */
const once: Translate = (args, _trees, context) => {
  const part = argument(args, 0);
  if (part.needs.length > 0) context.remark?.("once(): the value follows the answers that it is made of");
  return part;
};

/** Texts one behind the other; an unanswered one is empty. */
const concat: Translate = (args) => {
  const pieces = args.map((part) => {
    if (typeof part.literal === "number") return quote(String(part.literal));
    if (!["text", "code", "date"].includes(part.type))
      throw new XPathProblem(`concat(): ${part.source} is no text`);
    return part.needs.length > 0 ? `(${guard(part.needs)} ? ${wrap(part)} : '')` : wrap(part);
  });
  return { source: pieces.join(" + ") || "''", type: "text", needs: [], loose: pieces.length > 1 };
};

/** sum(${hours}) over a repeat: unanswered ones count nothing. */
function sum(trees: XPath[], context: TranslateContext): Translated {
  const [tree] = trees;
  const list = tree?.kind === "ref" ? context.listOf?.(tree.name) : null;
  if (list?.type !== "number") throw new XPathProblem("sum() of anything but a number in a repeat");
  const answered = `${list.roster}.filter(item, has(item.${list.id}))`;
  return { source: `sum(${answered}.map(item, item.${list.id}))`, type: "number", needs: [] };
}

/** position(..), the number of the item in its repeat. */
function position(trees: XPath[], context: TranslateContext): Translated {
  if (trees[0]?.kind !== "parent") throw new XPathProblem("position() of anything but ..");
  if (!context.inRepeat) throw new XPathProblem("position(..) counts in a repeat only");
  return { source: "position", type: "number", needs: [] };
}

/** selected(${q}, 'a'): one of several codes, or the one code. */
const selected: Translate = (args, _trees, context, total) => {
  const [answer, wanted] = [argument(args, 0), argument(args, 1)];
  if (wanted.literal === undefined) throw new XPathProblem("selected() with a computed code");
  if (answer.type !== "list" && answer.type !== "code")
    throw new XPathProblem(`selected(): ${answer.source} has no options`);
  const name = codeOf(answer, String(wanted.literal), context);
  if (name === null) return { source: "false", type: "boolean", needs: [] };
  const code = quote(name);
  const test = answer.type === "list" ? `${code} in ${answer.source}` : `${answer.source} == ${code}`;
  return total
    ? { source: `${guard(answer.needs)} && ${test}`, type: "boolean", needs: [], loose: true }
    : { source: test, type: "boolean", needs: answer.needs, loose: true };
};

/** The size of what was answered, 0 without an answer. */
const sizeOf =
  (wanted: "list" | "text"): Translate =>
  (args) => {
    const part = argument(args, 0);
    if (wanted === "list" && part.type !== "list")
      throw new XPathProblem(`count-selected(): ${part.source} is no multiple`);
    if (wanted === "text" && !["text", "code", "date"].includes(part.type))
      throw new XPathProblem(`string-length(): ${part.source} is no text`);
    const size = `double(size(${part.source}))`;
    return part.needs.length === 0
      ? { source: size, type: "number", needs: [] }
      : { source: `${guard(part.needs)} ? ${size} : 0.0`, type: "number", needs: [], loose: true };
  };

const functions: Record<string, Translate> = {
  true: () => ({ source: "true", type: "boolean", needs: [] }),
  false: () => ({ source: "false", type: "boolean", needs: [] }),
  today: () => ({ source: "interview.today", type: "date", needs: [] }),
  selected,
  "count-selected": sizeOf("list"),
  "string-length": sizeOf("text"),
  once,
  concat,
  string: (args) => {
    const part = argument(args, 0);
    if (part.type === "number") throw new XPathProblem("string() of a number");
    return { ...part, type: part.type === "code" ? "code" : "text" };
  },
  number: (args) => asNumber(argument(args, 0)),
  int: (args) => {
    const part = asNumber(argument(args, 0));
    // XPath's int() cuts off towards zero.
    const value = wrap(part);
    return {
      source: `${value} < 0 ? ceil(${part.source}) : floor(${part.source})`,
      type: "number",
      needs: part.needs,
      loose: true,
    };
  },
  round: (args, trees, context, total) => {
    if (args.length > 1) throw new XPathProblem("round() to decimal places");
    return numeric("round")(args, trees, context, total);
  },
  date: (args) => {
    const part = argument(args, 0);
    if (part.type === "date" || /^\d{4}-\d{2}-\d{2}$/.test(String(part.literal)))
      return { ...part, type: "date" };
    throw new XPathProblem("date() of something that is no date");
  },
  floor: numeric("floor"),
  ceiling: numeric("ceil"),
  abs: numeric("abs"),
  boolean: (args) => asCondition(argument(args, 0)),
  contains: (args) => {
    const [text, part] = [argument(args, 0), argument(args, 1)];
    if (text.type !== "text") throw new XPathProblem(`contains(): ${text.source} is no text`);
    const test = `${wrap(text)}.contains(${part.source})`;
    return {
      source: text.needs.length > 0 ? `${guard(unite([text, part]))} && ${test}` : test,
      type: "boolean",
      needs: [],
      loose: true,
    };
  },
  "starts-with": (args) => {
    const [text, part] = [argument(args, 0), argument(args, 1)];
    if (text.type !== "text") throw new XPathProblem(`starts-with(): ${text.source} is no text`);
    return {
      source: `${[guard(unite([text, part])), `${wrap(text)}.startsWith(${part.source})`].filter(Boolean).join(" && ")}`,
      type: "boolean",
      needs: [],
      loose: true,
    };
  },
  coalesce: (args) => {
    const [first, second] = [argument(args, 0), argument(args, 1)];
    if (first.type !== second.type)
      throw new XPathProblem(`coalesce() of a ${first.type} and a ${second.type}`);
    if (first.needs.length === 0) return first;
    return {
      source: `${guard(first.needs)} ? ${wrap(first)} : ${wrap(second)}`,
      type: first.type,
      needs: second.needs,
      loose: true,
      branching: second.needs.length > 0,
    };
  },
  count: (args) => {
    const part = argument(args, 0);
    if (part.type !== "roster") throw new XPathProblem("count() of something that is no repeat");
    return { source: `double(size(${part.source}))`, type: "number", needs: [] };
  },
};

/** if(condition, then, else): the condition is decided like XPath does, so unanswered means else. */
function ifThenElse(trees: XPath[], context: TranslateContext): Translated {
  const [test, yes, no] = trees;
  if (!test || !yes || !no) throw new XPathProblem("if() takes three arguments");
  const condition = asCondition(translateTree(test, context, true));
  const [a, b] = [translateTree(yes, context, true), translateTree(no, context, true)];
  if (a.type !== b.type) throw new XPathProblem(`if() gives a ${a.type} or a ${b.type}`);
  // Only one of the two is needed, and which one is known when it is computed.
  return {
    source: `${wrap(condition)} ? ${wrap(a)} : ${wrap(b)}`,
    type: a.type,
    needs: unite([a, b]),
    loose: true,
    branching: a.needs.length + b.needs.length > 0,
  };
}

/** A function call in CEL. @throws XPathProblem for a function that is not carried over */
export function celFunction(
  name: string,
  trees: XPath[],
  context: TranslateContext,
  total: boolean,
): Translated {
  if (name === "not") {
    const [tree] = trees;
    if (!tree) throw new XPathProblem("not() takes one argument");
    const part = asCondition(translateTree(tree, context, true));
    return { source: `!${wrap(part)}`, type: "boolean", needs: part.needs };
  }
  if (name === "if") return ifThenElse(trees, context);
  if (name === "sum") return sum(trees, context);
  if (name === "position") return position(trees, context);
  const translate = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!translate) throw new XPathProblem(`the function ${name}() is not carried over`);
  const args = trees.map((tree) => translateTree(tree, context, total));
  return translate(args, trees, context, total);
}
