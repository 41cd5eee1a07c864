/** What a row of the survey sheet is, after the many spellings that forms use. */
export type RowKind =
  | { kind: "question"; type: "text" | "phone" | "date" | "time" | "dateTime" }
  | { kind: "number"; decimals: number }
  | { kind: "range" }
  | { kind: "select"; type: "single" | "multiple" | "ranking"; list: string; other: boolean }
  | { kind: "info" }
  | { kind: "compute" }
  | { kind: "begin"; what: "group" | "repeat" }
  | { kind: "end"; what: "group" | "repeat" }
  | { kind: "dropped"; why: string };

const media = "a telephone carries no pictures, sounds or files";
const place = "a telephone knows no place and draws no map";
const record = "the interview records this by itself";
const device = "it describes a device, not an answer";

const simple: Record<string, RowKind> = {
  text: { kind: "question", type: "text" },
  string: { kind: "question", type: "text" },
  "phone number": { kind: "question", type: "phone" },
  date: { kind: "question", type: "date" },
  time: { kind: "question", type: "time" },
  datetime: { kind: "question", type: "dateTime" },
  integer: { kind: "number", decimals: 0 },
  int: { kind: "number", decimals: 0 },
  decimal: { kind: "number", decimals: 4 },
  range: { kind: "range" },
  note: { kind: "info" },
  acknowledge: { kind: "info" },
  trigger: { kind: "info" },
  calculate: { kind: "compute" },
};

const left: Record<string, string> = {
  ...Object.fromEntries(
    [
      ...["image", "photo", "audio", "video", "file", "barcode", "background-audio", "csv-external"],
      ...["xml-external", "annotate", "signature", "draw"],
    ].map((type) => [type, media]),
  ),
  ...Object.fromEntries(
    ["geopoint", "geotrace", "geoshape", "location", "start-geopoint", "osm"].map((type) => [type, place]),
  ),
  ...Object.fromEntries(
    ["start", "end", "today", "audit", "username", "caseid"].map((type) => [type, record]),
  ),
  ...Object.fromEntries(
    [
      ...["deviceid", "simserial", "subscriberid", "phonenumber", "email", "imei", "start time", "end time"],
      "device id",
    ].map((type) => [type, device]),
  ),
  hidden: "a value that nobody asks for has no place in an interview",
};

/** The kind of a row by its type cell; null for a type that XLSForm does not know. */
export function rowKind(cell: string): RowKind | null {
  const text = cell.trim().replace(/\s+/g, " ");
  const type = text.toLowerCase().replace(/^uri:/, "").replace(/_/g, " ");
  const structure = /^(begin|end) (group|repeat|loop|lgroup)$/.exec(type);
  if (structure)
    return {
      kind: structure[1] === "begin" ? "begin" : "end",
      what: structure[2] === "group" || structure[2] === "lgroup" ? "group" : "repeat",
    };
  const select =
    /^(select[_ ]one|select1|select[_ ]all[_ ]that[_ ]apply|select[_ ]multiple|rank)(?: from)? (\S+?)(?: or[ _](?:specify[ _])?other)?$/i.exec(
      text,
    );
  if (select && !/^(select[_ ](one|multiple)[_ ](from[_ ]file|external))/i.test(text)) {
    const word = (select[1] ?? "").toLowerCase();
    return {
      kind: "select",
      type: word === "rank" ? "ranking" : /one|1/.test(word) ? "single" : "multiple",
      list: select[2] ?? "",
      other: /\bor[ _](specify[ _])?other$/i.test(text),
    };
  }
  if (/^(select (one|multiple)|rank) (from file|external)/.test(type) || /^osm\b/.test(type))
    return { kind: "dropped", why: "its choices stand in another file" };
  if (Object.hasOwn(simple, type)) return simple[type] ?? null;
  if (Object.hasOwn(left, type)) return { kind: "dropped", why: left[type] ?? "" };
  return null;
}
