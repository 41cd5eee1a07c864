/** A place where two documents differ; what is missing on one side is undefined there. */
export interface ChangedPlace {
  /** JSON pointer (RFC 6901). */
  pointer: string;
  from: unknown;
  to: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const escaped = (name: string) => name.replaceAll("~", "~0").replaceAll("/", "~1");

/** Where two JSON documents differ: member by member; a list that differs counts as one place. */
export function changedPlaces(from: unknown, to: unknown, pointer = ""): ChangedPlace[] {
  if (isObject(from) && isObject(to)) {
    const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    return names.flatMap((name) => changedPlaces(from[name], to[name], `${pointer}/${escaped(name)}`));
  }
  return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ pointer: pointer || "/", from, to }];
}

const longest = 80;

function short(value: unknown): string {
  const text = value === undefined ? "–" : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)} …` : text;
}

/** The places as lines for the audit: "/hours/reason: null -> \"election night\"". */
export function changeLines(places: readonly ChangedPlace[]): string[] {
  return places.map(({ pointer, from, to }) => `${pointer}: ${short(from)} → ${short(to)}`);
}
