/** Bytes that are no UTF-8 text, or no text at all; `row` counts the lines of the file, the header being row 1. */
export class EncodingError extends Error {
  readonly row: number;
  readonly why: "utf16" | "notUtf8" | "binary";
  constructor(row: number, why: EncodingError["why"]) {
    super(`row ${row} is not UTF-8 text`);
    this.row = row;
    this.why = why;
  }
}

const newline = 0x0a;

/** Number of the line in which strict decoding fails. */
function failingRow(bytes: Buffer, rowsBefore: number): number {
  let row = rowsBefore;
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(newline, start);
    const line = bytes.subarray(start, end < 0 ? undefined : end);
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(line);
    } catch {
      return row;
    }
    if (end < 0) return row;
    row++;
    start = end + 1;
  }
}

/**
 * Bytes to text, strict: a file in another encoding stops with the row in which it shows. A byte order mark is
 * dropped. Memory stays flat.
 * @throws EncodingError
 */
export async function* decodeUtf8(bytes: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let row = 1;
  let first = true;
  /** The bytes of the line under way, to name the row of a fault. */
  let line: Buffer = Buffer.alloc(0);
  for await (const part of bytes) {
    const chunk = typeof part === "string" ? Buffer.from(part) : part;
    if (first && isUtf16(chunk)) throw new EncodingError(1, "utf16");
    if ((first && isBinaryFile(chunk)) || chunk.includes(0)) throw new EncodingError(row, "binary");
    first = false;
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      throw notUtf8(failingRow(Buffer.concat([line, chunk]), row));
    }
    for (const byte of chunk) if (byte === newline) row++;
    const last = chunk.lastIndexOf(newline);
    line = last < 0 ? Buffer.concat([line, chunk]) : Buffer.from(chunk.subarray(last + 1));
    yield text;
  }
  try {
    yield decoder.decode();
  } catch {
    throw notUtf8(row);
  }
}

function isUtf16(start: Buffer): boolean {
  const mark = start.length >= 2 ? start.readUInt16BE(0) : 0;
  return mark === 0xfffe || mark === 0xfeff;
}

/** Files that people take for a CSV: an Excel workbook (.xlsx is a zip, .xls is OLE), other archives, a PDF. */
const firstBytes = ["504b0304", "504b0506", "d0cf11e0", "1f8b", "255044462d", "377abcaf", "52617221"];

function isBinaryFile(start: Buffer): boolean {
  const found = start.subarray(0, 8).toString("hex");
  return firstBytes.some((mark) => found.startsWith(mark));
}

function notUtf8(row: number): EncodingError {
  return new EncodingError(row, "notUtf8");
}
