import { parseXPath, type XPath } from "./xpath-syntax.ts";

type Limits = { min?: number; max?: number };

const flipped: Record<string, string> = { "<=": ">=", ">=": "<=" };

const numberOf = (tree: XPath): number | null =>
  tree.kind === "number"
    ? tree.value
    : tree.kind === "negate" && tree.of.kind === "number"
      ? -tree.of.value
      : null;

function limit(tree: XPath, isOwn: (side: XPath) => boolean): Limits | null {
  if (tree.kind !== "binary") return null;
  if (tree.op === "and") {
    const [left, right] = [limit(tree.left, isOwn), limit(tree.right, isOwn)];
    return left && right && !Object.keys(left).some((key) => key in right) ? { ...left, ...right } : null;
  }
  const forward = isOwn(tree.left);
  const value = numberOf(forward ? tree.right : tree.left);
  if (value === null || (!forward && !isOwn(tree.right))) return null;
  const op = forward ? tree.op : flipped[tree.op];
  return op === "<=" ? { max: value } : op === ">=" ? { min: value } : null;
}

/** `. >= 0 and . <= 120` and `count-selected(.) <= 3` are limits of the question itself; null for all else. */
export function simpleBounds(constraint: string, questionType: string): Limits | null {
  if (questionType === "number") return limit(parseXPath(constraint), (side) => side.kind === "self");
  if (questionType !== "multiple") return null;
  const limits = limit(
    parseXPath(constraint),
    (side) => side.kind === "call" && side.name === "count-selected" && side.args[0]?.kind === "self",
  );
  const whole = limits && Object.values(limits).every((value) => Number.isInteger(value) && value > 0);
  return whole ? limits : null;
}
