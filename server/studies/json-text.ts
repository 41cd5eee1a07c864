const lineWidth = 96;

function inOneLine(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(", ")}]`;
  const members = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${inOneLine(one)}`);
  return members.length > 0 ? `{ ${members.join(", ")} }` : "{}";
}

/** JSON as somebody would write it by hand: what fits into a line stands in one, two spaces a level. */
export function jsonText(value: unknown, indent = ""): string {
  const flat = inOneLine(value);
  if (value === null || typeof value !== "object" || (indent && indent.length + flat.length <= lineWidth))
    return flat;
  const deeper = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const parts = Array.isArray(value)
    ? value.map((one) => jsonText(one, deeper))
    : Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${jsonText(one, deeper)}`);
  return `${open}\n${parts.map((part) => deeper + part).join(",\n")}\n${indent}${close}`;
}
