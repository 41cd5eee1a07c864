import type { SyntaxNode } from "./condition-syntax.ts";

/**
 * A parsed expression as text again, every part in brackets. The library's own writer drops brackets that
 * matter: it turns a - (b + c) into a - b + c.
 */
export function writeExpression(node: SyntaxNode): string {
  switch (node.op) {
    case "id":
      return node.args as string;
    case "value":
      return writeValue(node.args);
    case "list":
      return `[${writeAll(node.args as SyntaxNode[])}]`;
    case ".": {
      const [target, member] = node.args as [SyntaxNode, string];
      return `${writeExpression(target)}.${member}`;
    }
    case "[]": {
      const [target, index] = node.args as [SyntaxNode, SyntaxNode];
      return `${writeExpression(target)}[${writeExpression(index)}]`;
    }
    case "call": {
      const [name, args] = node.args as [string, SyntaxNode[]];
      return `${name}(${writeAll(args)})`;
    }
    case "rcall": {
      const [name, receiver, args] = node.args as [string, SyntaxNode, SyntaxNode[]];
      return `${writeExpression(receiver)}.${name}(${writeAll(args)})`;
    }
    case "?:": {
      const [test, yes, no] = (node.args as SyntaxNode[]).map(writeExpression);
      return `(${test} ? ${yes} : ${no})`;
    }
    case "!_":
    case "-_":
      return `(${node.op[0]}${writeExpression(node.args as SyntaxNode)})`;
    default:
      return `(${(node.args as SyntaxNode[]).map(writeExpression).join(` ${node.op} `)})`;
  }
}

function writeAll(nodes: SyntaxNode[]): string {
  return nodes.map(writeExpression).join(", ");
}

function writeValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "number") return String(value);
  return Number.isInteger(value) && !/e/.test(String(value)) ? `${value}.0` : String(value);
}
