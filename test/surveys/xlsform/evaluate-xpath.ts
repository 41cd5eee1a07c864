import type { XPath } from "../../../surveys/xlsform/xpath-syntax.ts";

export type Given = Record<string, string | number | string[] | undefined>;
type Value = string | number | boolean;

const text = (value: Value): string => (typeof value === "boolean" ? String(value) : String(value));
const number = (value: Value): number =>
  typeof value === "boolean"
    ? Number(value)
    : typeof value === "number"
      ? value
      : value.trim() === ""
        ? Number.NaN
        : Number(value);
const truth = (value: Value): boolean =>
  typeof value === "boolean"
    ? value
    : typeof value === "number"
      ? value !== 0 && !Number.isNaN(value)
      : value !== "";

/** Dates compare by day, as in ODK; everything else by number. */
const order = (value: Value): number => {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text(value));
  return day ? Date.parse(text(value)) / 86_400_000 : number(value);
};

/**
 * XPath 1.0 as ODK evaluates it, written down a second time and independently of the translation: an unanswered
 * question is an empty text, a multiple answer its codes with blanks between them.
 */
export function evaluateXPath(tree: XPath, given: Given, self: string | null, today: string): Value {
  const at = (part: XPath): Value => evaluateXPath(part, given, self, today);
  const answer = (name: string): Value => {
    const value = given[name];
    return value === undefined ? "" : Array.isArray(value) ? value.join(" ") : value;
  };
  switch (tree.kind) {
    case "number":
    case "string":
      return tree.value;
    case "ref":
      return answer(tree.name);
    case "self":
      return answer(self ?? "");
    case "name":
    case "parent":
      return "";
    case "negate":
      return -number(at(tree.of));
    case "call":
      return call(tree.name, tree.args);
    case "binary":
      return binary(tree.op, tree.left, tree.right);
  }

  function binary(op: string, left: XPath, right: XPath): Value {
    if (op === "and") return truth(at(left)) && truth(at(right));
    if (op === "or") return truth(at(left)) || truth(at(right));
    const [a, b] = [at(left), at(right)];
    if (op === "=" || op === "!=") {
      const equal =
        typeof a === "boolean" || typeof b === "boolean"
          ? truth(a) === truth(b)
          : typeof a === "number" || typeof b === "number"
            ? order(a) === order(b)
            : a === b;
      return equal === (op === "=");
    }
    if (op === "<") return order(a) < order(b);
    if (op === "<=") return order(a) <= order(b);
    if (op === ">") return order(a) > order(b);
    if (op === ">=") return order(a) >= order(b);
    const [x, y] = [order(a), order(b)];
    return { "+": x + y, "-": x - y, "*": x * y, div: x / y, mod: x % y }[op] ?? Number.NaN;
  }

  function call(name: string, args: XPath[]): Value {
    const [first, second, third] = args;
    const one = first ? at(first) : "";
    const two = second ? at(second) : "";
    const codes = text(one).split(" ").filter(Boolean);
    switch (name) {
      case "not":
        return !truth(one);
      case "true":
        return true;
      case "false":
        return false;
      case "today":
        return today;
      case "date":
      case "once":
      case "string":
        return one;
      case "concat":
        return args.map((arg) => text(at(arg))).join("");
      case "selected":
        return codes.includes(text(two));
      case "count-selected":
        return codes.length;
      case "string-length":
        return text(one).length;
      case "if":
        return truth(one) ? two : third ? at(third) : "";
      case "coalesce":
        return text(one) === "" ? two : one;
      case "int":
        return Math.trunc(number(one));
      case "round":
        return Math.round(number(one));
      case "floor":
        return Math.floor(number(one));
      case "ceiling":
        return Math.ceil(number(one));
      case "abs":
        return Math.abs(number(one));
      case "number":
        return number(one);
      case "boolean":
        return truth(one);
      case "contains":
        return text(one).includes(text(two));
      case "starts-with":
        return text(one).startsWith(text(two));
      default:
        throw new Error(`the reference does not know ${name}()`);
    }
  }
}
