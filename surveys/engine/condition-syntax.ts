/**
 * What the condition language allows beyond the grammar, and what an expression depends on.
 * Works on the parsed tree only, so it knows nothing of the library that parsed it but this shape.
 */
export interface SyntaxNode {
  op: string;
  args: unknown;
  start: number;
  end: number;
}

/** A name that an expression uses: `age`, a grid row `trust.police`, a member `p.age` of a roster variable. */
export interface Reference {
  name: string;
  /** Member or index that follows the name, when it is a constant. */
  member: string | null;
  start: number;
}

export interface SyntaxProblem {
  code: "condition-function" | "condition-nesting" | "condition-syntax";
  message: string;
}

export const statusMacros = ["dk", "refused", "answered", "special"];
const listMacros = new Set(["exists", "all", "exists_one", "filter", "map"]);
const functions = new Set([
  ...["size", "has", "double", "int", "string", "sum", "min", "max", "round", "floor", "ceil", "abs"],
  ...["years_between", "days_between", "add_days", "year", "month", "day", ...statusMacros],
]);
const methods = new Set([
  ...[
    "size",
    "contains",
    "startsWith",
    "endsWith",
    "lowerAscii",
    "upperAscii",
    "trim",
    "substring",
    "indexOf",
  ],
  ...listMacros,
]);
/** Methods whose numbers stay whole; everywhere else a number literal is a double. */
const wholeNumberMethods = new Set(["substring", "indexOf"]);

type Call = [string, SyntaxNode[]];
type MethodCall = [string, SyntaxNode, SyntaxNode[]];

/** Makes number literals doubles, in place, so that 7 / 2 is 3.5 and `age in [1, 2]` has one type. */
export function makeNumbersDouble(node: SyntaxNode): void {
  if (node.op === "value") {
    if (typeof node.args === "bigint") (node as { args: unknown }).args = Number(node.args);
    return;
  }
  if (node.op === "[]") {
    const [target, index] = node.args as SyntaxNode[];
    if (target) makeNumbersDouble(target);
    if (index && index.op !== "value") makeNumbersDouble(index);
    return;
  }
  if (node.op === "rcall" && wholeNumberMethods.has((node.args as MethodCall)[0])) {
    makeNumbersDouble((node.args as MethodCall)[1]);
    return;
  }
  for (const child of childrenOf(node)) makeNumbersDouble(child);
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  switch (node.op) {
    case "value":
    case "id":
      return [];
    case ".":
    case ".?":
      return [(node.args as [SyntaxNode, string])[0]];
    case "call":
      return (node.args as Call)[1];
    case "rcall":
      return [(node.args as MethodCall)[1], ...(node.args as MethodCall)[2]];
    case "!_":
    case "-_":
      return [node.args as SyntaxNode];
    case "map":
      return (node.args as [SyntaxNode, SyntaxNode][]).flat();
    default:
      return node.args as SyntaxNode[];
  }
}

/** Why the expression is outside the subset, or null. Macros may nest two deep, since they have no cost limit. */
export function subsetProblem(node: SyntaxNode, macroDepth = 0): SyntaxProblem | null {
  let depth = macroDepth;
  if (node.op === "call" || node.op === "rcall") {
    const name = (node.args as [string])[0];
    const allowed = node.op === "call" ? functions : methods;
    if (!allowed.has(name)) {
      return {
        code: "condition-function",
        message: `The function ${name}() is not part of the condition language. Use one of: ${[...allowed].join(", ")}.`,
      };
    }
    if (node.op === "rcall" && listMacros.has(name)) depth++;
  }
  if (depth > 2) {
    return {
      code: "condition-nesting",
      message: "exists, all, filter and map may be nested two deep at most.",
    };
  }
  if (
    node.op === "map" ||
    node.op === ".?" ||
    node.op === "[?]" ||
    (node.op === "value" && typeof node.args === "object")
  ) {
    return {
      code: "condition-syntax",
      message:
        "Maps, null, bytes, unsigned numbers and optional access are not part of the condition language.",
    };
  }
  if (node.op === "list" && (node.args as SyntaxNode[]).length === 0) {
    return { code: "condition-syntax", message: "An empty list [] is not allowed; write size(name) == 0." };
  }
  for (const child of childrenOf(node)) {
    const problem = subsetProblem(child, depth);
    if (problem) return problem;
  }
  return null;
}

/** All names an expression uses, without the variables of its own macros. */
export function referencesOf(node: SyntaxNode, bound: readonly string[] = []): Reference[] {
  if (node.op === "id") {
    const name = node.args as string;
    return bound.includes(name) ? [] : [{ name, member: null, start: node.start }];
  }
  if (node.op === "." || node.op === "[]") {
    const [target, member] = node.args as [SyntaxNode, string | SyntaxNode];
    const constant =
      typeof member === "string"
        ? member
        : member.op === "value" && typeof member.args === "string"
          ? member.args
          : null;
    if (target.op === "id" && constant !== null) {
      const name = target.args as string;
      return bound.includes(name) ? [] : [{ name, member: constant, start: node.start }];
    }
  }
  if (node.op === "rcall" && listMacros.has((node.args as MethodCall)[0])) {
    const [, receiver, [variable, ...bodies]] = node.args as MethodCall;
    const inner = variable?.op === "id" ? [...bound, variable.args as string] : bound;
    return [...referencesOf(receiver, bound), ...bodies.flatMap((body) => referencesOf(body, inner))];
  }
  return childrenOf(node).flatMap((child) => referencesOf(child, bound));
}

/** Names without which the expression has no value at all. */
export function neededForValue(node: SyntaxNode): Set<string> {
  switch (node.op) {
    case "id":
      return new Set([node.args as string]);
    case "&&":
    case "||":
      return intersection((node.args as SyntaxNode[]).map(neededForValue));
    case "?:":
      return neededForValue((node.args as [SyntaxNode])[0]);
    case "call": {
      const [name, args] = node.args as Call;
      return name === "has" || statusMacros.includes(name) ? new Set() : union(args.map(neededForValue));
    }
    case "rcall": {
      const [name, receiver, args] = node.args as MethodCall;
      const needed = neededForValue(receiver);
      return listMacros.has(name) ? needed : union([needed, ...args.map(neededForValue)]);
    }
    default:
      return union(childrenOf(node).map(neededForValue));
  }
}

function union(sets: Set<string>[]): Set<string> {
  return new Set(sets.flatMap((set) => [...set]));
}

function intersection(sets: Set<string>[]): Set<string> {
  const [first, ...rest] = sets;
  return new Set([...(first ?? [])].filter((name) => rest.every((set) => set.has(name))));
}

/** The texts that an expression can come to, where all its branches are constant texts; otherwise null. */
export function textResults(node: SyntaxNode): string[] | null {
  if (node.op === "value") return typeof node.args === "string" ? [node.args] : null;
  if (node.op !== "?:") return null;
  const [, yes, no] = node.args as [SyntaxNode, SyntaxNode, SyntaxNode];
  const [first, second] = [textResults(yes), textResults(no)];
  return first && second ? [...new Set([...first, ...second])] : null;
}

/** A name that is compared with a constant text: `used == '1'`, `'3' in which`, `trust.police in ['1', '2']`. */
export interface Comparison {
  name: string;
  code: string;
}

export function comparisonsOf(node: SyntaxNode): Comparison[] {
  const inner = childrenOf(node).flatMap(comparisonsOf);
  if (node.op !== "==" && node.op !== "!=" && node.op !== "in") return inner;
  const [left, right] = node.args as [SyntaxNode, SyntaxNode];
  const name = nameOf(left) ?? nameOf(right);
  if (name === null) return inner;
  const codes = [...constantTexts(left), ...constantTexts(right)];
  return [...inner, ...codes.map((code) => ({ name, code }))];
}

function nameOf(node: SyntaxNode): string | null {
  if (node.op === "id") return node.args as string;
  if (node.op !== "." && node.op !== "[]") return null;
  const [target] = node.args as [SyntaxNode];
  return target.op === "id" ? (target.args as string) : null;
}

function constantTexts(node: SyntaxNode): string[] {
  if (node.op === "value") return typeof node.args === "string" ? [node.args] : [];
  return node.op === "list" ? (node.args as SyntaxNode[]).flatMap(constantTexts) : [];
}

/** Does filter, map or exists_one read a member without has()? One item without it makes the whole unknown. */
export function unguardedMember(node: SyntaxNode): string | null {
  if (node.op === "rcall" && ["filter", "map", "exists_one"].includes((node.args as MethodCall)[0])) {
    const [name, receiver, [variable, body]] = node.args as MethodCall;
    const filtered =
      name === "map" && receiver.op === "rcall" && (receiver.args as MethodCall)[0] === "filter";
    const item = variable?.args;
    if (body && !filtered && !mentionsHas(body) && readsMember(body, item)) return String(item);
  }
  for (const child of childrenOf(node)) {
    const found = unguardedMember(child);
    if (found) return found;
  }
  return null;
}

function readsMember(node: SyntaxNode, item: unknown): boolean {
  if (node.op === "call" && statusMacros.includes((node.args as Call)[0])) return false;
  if (node.op === ".") {
    const [target, member] = node.args as [SyntaxNode, string];
    if (target.op === "id" && target.args === item) return member !== "id" && member !== "position";
  }
  return childrenOf(node).some((child) => readsMember(child, item));
}

function mentionsHas(node: SyntaxNode): boolean {
  if (node.op === "call" && ["has", "answered"].includes((node.args as Call)[0])) return true;
  return childrenOf(node).some(mentionsHas);
}
