import type { Node } from "./compiled.ts";

/** What an answer may be at least and at most; `undefined` is no limit. */
interface Bounds {
  min?: number | string | undefined;
  max?: number | string | undefined;
}

const names = ["min", "max", "decimals", "minLength", "maxLength", "long"];

/** The limits as they are written: "min 0, max 10". */
export function limitsText(node: Node): string {
  const item = node.item as unknown as Record<string, unknown>;
  const source = { ...(item.scale as object | undefined), ...item } as Record<string, unknown>;
  const written = names.flatMap((name) => (source[name] === undefined ? [] : [`${name} ${source[name]}`]));
  return written.join(", ") || "no limits";
}

/** The limits that hold, defaults included. */
function boundsOf({ item, options }: Node): Bounds[] {
  switch (item.type) {
    case "number":
      return [{ min: item.min, max: item.max }, { max: item.decimals ?? 0 }];
    case "text":
      return [{ min: item.minLength ?? 1, max: item.maxLength ?? (item.long ? 4000 : 200) }];
    case "multiple":
      return [{ min: item.min ?? 1, max: item.max ?? options.length }];
    case "ranking":
      return [{ min: item.min ?? item.max ?? options.length, max: item.max ?? options.length }];
    case "roster":
      return [{ min: item.min ?? 0, max: item.max ?? 20 }];
    case "grid":
      return item.scale ? [{ min: item.scale.min, max: item.scale.max }] : [];
    case "scale":
    case "date":
    case "time":
      return [{ min: item.min, max: item.max }];
    default:
      return [];
  }
}

/** Is `today` in it on one side only? Then nobody can say here which of the two is later. */
const incomparable = (a: number | string, b: number | string) => a !== b && [a, b].includes("today");

/** Could an answer within the older limits be outside the newer ones? */
export function isNarrower(before: Node, after: Node): boolean {
  const older = boundsOf(before);
  return boundsOf(after).some((bounds, at) => {
    const { min, max } = older[at] ?? {};
    const below =
      bounds.min !== undefined && (min === undefined || incomparable(bounds.min, min) || bounds.min > min);
    const above =
      bounds.max !== undefined && (max === undefined || incomparable(bounds.max, max) || bounds.max < max);
    return below || above;
  });
}
