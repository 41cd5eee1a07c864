/** The XPath 1.0 of XLSForm conditions, parsed into a tree. Grammar: https://www.w3.org/TR/1999/REC-xpath-19991116 */
export type XPath =
  | { kind: "number"; value: number }
  | { kind: "string"; value: string }
  /** `${name}` */
  | { kind: "ref"; name: string }
  /** `.`, the question's own answer. */
  | { kind: "self" }
  /** `..`, what stands around the question; only position(..) can use it. */
  | { kind: "parent" }
  /** A bare name: in a choice_filter the column of the choices sheet. */
  | { kind: "name"; name: string }
  | { kind: "call"; name: string; args: XPath[] }
  | { kind: "negate"; of: XPath }
  | { kind: "binary"; op: BinaryOperator; left: XPath; right: XPath };

export type BinaryOperator =
  | "or"
  | "and"
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "+"
  | "-"
  | "*"
  | "div"
  | "mod";

/** What cannot be read or carried over; the message names the part. */
export class XPathProblem extends Error {}

interface Token {
  type: "number" | "string" | "ref" | "self" | "parent" | "name" | "sign" | "operator";
  text: string;
}

const pattern =
  /\s*(?:(\d+(?:\.\d*)?|\.\d+)|"([^"]*)"|'([^']*)'|[“”]([^“”]*)[“”]|\$\{\s*([^}]+?)\s*\}|(!=|<=|>=|[=<>+*(),-])|(\.\.|\/|\[|\]|::|\||@)|(\.)|([A-Za-z_][\w-]*(?::(?!:)[\w-]+)?))/y;

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < source.trimEnd().length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(source);
    if (!match) throw new XPathProblem(`“${source.slice(at, at + 12).trim()}” cannot be read`);
    const [, number, double, single, curly, ref, sign, path, self, name] = match;
    const text = double ?? single ?? curly;
    if (path && path !== "..")
      throw new XPathProblem("paths into the form (/, [ ], ..) are not carried over");
    if (path) tokens.push({ type: "parent", text: path });
    else if (number !== undefined) tokens.push({ type: "number", text: number });
    else if (text !== undefined) tokens.push({ type: "string", text });
    else if (ref !== undefined) tokens.push({ type: "ref", text: ref });
    else if (sign !== undefined) tokens.push({ type: "sign", text: sign });
    else if (self !== undefined) tokens.push({ type: "self", text: "." });
    else if (name !== undefined) {
      const before = tokens.at(-1);
      // XPath 3.7: such a name is an operator exactly where a value has just ended.
      const afterValue =
        before && (before.type !== "sign" || before.text === ")") && before.type !== "operator";
      const operator = afterValue && ["and", "or", "div", "mod"].includes(name);
      tokens.push({ type: operator ? "operator" : "name", text: name });
    }
  }
  return tokens;
}

const levels: BinaryOperator[][] = [
  ["or"],
  ["and"],
  ["=", "!="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "div", "mod"],
];

/** @throws XPathProblem */
export function parseXPath(source: string): XPath {
  const tokens = tokenize(source);
  let at = 0;
  const peek = (text: string) => {
    const token = tokens[at];
    return token !== undefined && ["sign", "operator"].includes(token.type) && token.text === text;
  };
  const expect = (text: string) => {
    if (!peek(text)) throw new XPathProblem(`“${text}” is missing after “${tokens[at - 1]?.text ?? ""}”`);
    at++;
  };

  function binary(level: number): XPath {
    const operators = levels[level];
    if (!operators) return unary();
    let left = binary(level + 1);
    for (;;) {
      const op = operators.find(peek);
      if (!op) return left;
      at++;
      left = { kind: "binary", op, left, right: binary(level + 1) };
    }
  }

  function unary(): XPath {
    if (!peek("-")) return primary();
    at++;
    return { kind: "negate", of: unary() };
  }

  function primary(): XPath {
    const token = tokens[at++];
    if (!token) throw new XPathProblem("the expression ends too early");
    if (token.type === "number") return { kind: "number", value: Number(token.text) };
    if (token.type === "string") return { kind: "string", value: token.text };
    if (token.type === "ref") return { kind: "ref", name: token.text };
    if (token.type === "self") return { kind: "self" };
    if (token.type === "parent") return { kind: "parent" };
    if (token.type === "sign" && token.text === "(") {
      const inner = binary(0);
      expect(")");
      return inner;
    }
    if (token.type !== "name") throw new XPathProblem(`“${token.text}” stands where a value is expected`);
    if (!peek("(")) return { kind: "name", name: token.text };
    at++;
    const args: XPath[] = [];
    while (!peek(")")) {
      args.push(binary(0));
      if (!peek(")")) expect(",");
    }
    at++;
    return { kind: "call", name: token.text, args };
  }

  const tree = binary(0);
  if (at < tokens.length) throw new XPathProblem(`“${tokens[at]?.text}” does not belong there`);
  return tree;
}
