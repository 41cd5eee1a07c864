import { Readable } from "node:stream";
import { parse } from "csv-parse";

/** The separator that the header uses most. */
function separatorOf(header: string): string {
  const count = (mark: string) => header.split(mark).length;
  return [";", ",", "\t", "|"].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ";");
}

/**
 * Records of a CSV text by column name; the separator is found in the header. Blank lines are skipped; a row of
 * another length is an error of csv-parse with its line.
 */
export async function* csvRecords(
  text: AsyncGenerator<string>,
  onHeader: (header: string[]) => void,
): AsyncGenerator<Record<string, string>> {
  let head = "";
  while (!head.includes("\n")) {
    const next = await text.next();
    if (next.done) break;
    head += next.value;
  }
  const parser = parse({
    delimiter: separatorOf(head.split("\n")[0] ?? ""),
    columns: (header: string[]) => {
      const names = header.map((name) => name.trim());
      onHeader(names);
      return names;
    },
    skip_empty_lines: true,
  });
  async function* whole() {
    yield head;
    yield* text;
  }
  // compose, not pipe: a fault of the source ends the parser too.
  yield* Readable.from(whole()).compose(parser) as unknown as AsyncIterable<Record<string, string>>;
}
