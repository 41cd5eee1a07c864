/** Skips white space from `at`. */
function skip(text: string, at: number): number {
  let i = at;
  while (i < text.length && " \t\n\r".includes(text.charAt(i))) i++;
  return i;
}

/** End of the string that begins at `at` with its quote. */
function endOfString(text: string, at: number): number {
  let i = at + 1;
  while (i < text.length && text.charAt(i) !== '"') i += text.charAt(i) === "\\" ? 2 : 1;
  return i + 1;
}

/** End of the value that begins at `at`. */
function endOfValue(text: string, at: number): number {
  const first = text.charAt(at);
  if (first === '"') return endOfString(text, at);
  if (first !== "{" && first !== "[") {
    let i = at;
    while (i < text.length && !",]} \t\n\r".includes(text.charAt(i))) i++;
    return i;
  }
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '"') i = endOfString(text, i) - 1;
    else if (char === "{" || char === "[") depth++;
    else if ((char === "}" || char === "]") && --depth === 0) return i + 1;
  }
  return text.length;
}

/** Where the member or element `name` of the object or list at `at` begins; null when it has none. */
function step(text: string, at: number, name: string): number | null {
  const list = text.charAt(at) === "[";
  if (!list && text.charAt(at) !== "{") return null;
  let i = skip(text, at + 1);
  for (let index = 0; i < text.length && text.charAt(i) !== "}" && text.charAt(i) !== "]"; index++) {
    let key = String(index);
    if (!list) {
      const end = endOfString(text, i);
      key = JSON.parse(text.slice(i, end)) as string;
      i = skip(text, skip(text, end) + 1);
    }
    if (key === name) return i;
    i = skip(text, endOfValue(text, i));
    if (text.charAt(i) === ",") i = skip(text, i + 1);
  }
  return null;
}

/**
 * Line (1 up) of a JSON pointer (RFC 6901) in valid JSON text. A place that does not exist, such as a missing
 * member, gives the line of the nearest one that does.
 */
export function lineOfPointer(text: string, pointer: string): number {
  let at = skip(text, 0);
  for (const part of pointer.split("/").slice(1)) {
    const next = step(text, at, part.replaceAll("~1", "/").replaceAll("~0", "~"));
    if (next === null) break;
    at = next;
  }
  return lineAt(text, at);
}

/** Line (1 up) of a position. */
export function lineAt(text: string, position: number): number {
  let line = 1;
  for (let i = 0; i < position && i < text.length; i++) if (text.charAt(i) === "\n") line++;
  return line;
}
