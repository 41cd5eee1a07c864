import { expect } from "chai";
import { parse } from "csv-parse/sync";
import {
  type Cell,
  type CsvColumn,
  type CsvOptions,
  csvFormat,
  defaultCsvOptions,
} from "../../../server/results/csv-format.ts";

const columns: CsvColumn[] = [
  { header: "code", openText: false },
  { header: "weight", openText: false },
  { header: "words", openText: true },
];

async function written(rows: Cell[][], options: Partial<CsvOptions> = {}): Promise<string> {
  const stream = csvFormat(columns, { ...defaultCsvOptions, ...options });
  for (const row of rows) stream.write(row);
  stream.end();
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString("utf8");
}

const readBack = (text: string, options = {}) => parse(text, { bom: true, ...options }) as string[][];

describe("CSV", () => {
  it("ends every line with CRLF and starts with a byte order mark that can be left out", async () => {
    expect(await written([["1", 2, "x"]])).to.equal("\uFEFFcode,weight,words\r\n1,2,x\r\n");
    expect(await written([["1", 2, "x"]], { bom: false })).to.equal("code,weight,words\r\n1,2,x\r\n");
  });

  it("writes a header also when there is no row", async () => {
    expect(readBack(await written([]))).to.deep.equal([["code", "weight", "words"]]);
  });

  it("gives back quotes, separators, line breaks and umlauts as they were typed", async () => {
    const words = [
      'she said "no, never"',
      "first\nsecond",
      "first\r\nsecond",
      "Größe; Łódź, 東京",
      "  two spaces  ",
    ];
    for (const separator of [",", ";", "\t"] as const) {
      const text = await written(
        words.map((word) => ["1", 1, word]),
        { separator },
      );
      expect(
        readBack(text, { delimiter: separator })
          .slice(1)
          .map((row) => row[2]),
      ).to.deep.equal(words);
    }
  });

  it("leaves a cell without an answer empty", async () => {
    expect(await written([[null, null, null]], { bom: false })).to.match(/\r\n,,\r\n$/);
  });

  it("keeps codes with leading zeros and negative codes as they are", async () => {
    expect(await written([["01234", -9, "x"]], { bom: false })).to.match(/\r\n01234,-9,x\r\n$/);
    expect(await written([["-9", 0, "x"]], { bom: false })).to.match(/\r\n-9,0,x\r\n$/);
  });

  it("writes decimals with a comma when asked, quoted where the comma separates", async () => {
    expect(await written([["1", 12.5, "x"]], { bom: false, decimal: ",", separator: ";" })).to.match(
      /\r\n1;12,5;x\r\n$/,
    );
    expect(await written([["1", 12.5, "x"]], { bom: false, decimal: "," })).to.match(/\r\n1,"12,5",x\r\n$/);
  });

  it("defuses formulas in open text wherever a spreadsheet could see one", async () => {
    const typed = ["=1", " =1", "a\n=1", "+49 30", "@x", "-5", "\t=1", "ok;=cmd|' /C calc'!A0", "＝1"];
    const cells = readBack(await written(typed.map((word) => ["1", 1, word])))
      .slice(1)
      .map((row) => row[2] ?? "");
    for (const cell of cells) expect(cell).to.not.match(/(^|[\r\n,;\t])\s*[=+\-@＝]/);
    expect(cells[0]).to.equal("'=1");
    expect(cells[2]).to.equal("a\n'=1");
  });

  it("leaves harmless text alone", async () => {
    const typed = ["it's 2+2=4", "a-b", "mail me@example.org", "10 - 12 hours"];
    expect(
      readBack(await written(typed.map((word) => ["1", 1, word])))
        .slice(1)
        .map((row) => row[2]),
    ).to.deep.equal(typed);
  });

  it("gives statistics programs the raw text when asked", async () => {
    expect(readBack(await written([["1", 1, " =1"]], { raw: true }))[1]).to.deep.equal(["1", "1", " =1"]);
  });
});
