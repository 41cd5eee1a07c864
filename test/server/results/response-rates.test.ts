import { readFileSync } from "node:fs";
import { expect } from "chai";
import { dispositionCounts } from "../../../server/results/count-dispositions.ts";
import {
  type DispositionCounts,
  dispositionClass,
  type Eligible,
  type RateName,
  responseRates,
} from "../../../server/results/response-rates.ts";

interface Vector {
  id: string;
  /** Classes without a case are left out. */
  counts: Partial<DispositionCounts>;
  e_value: Eligible;
  computed: Record<RateName, number | null>;
}
const none: DispositionCounts = { I: 0, P: 0, R: 0, NC: 0, O: 0, UH: 0, UR: 0, UO: 0, NE: 0 };
const file = new URL("../../fixtures/vectors/aapor.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { vectors: Vector[] };

describe("AAPOR rates", () => {
  for (const { id, counts, e_value, computed } of vectors)
    it(`agree with the reference values of ${id}`, () => {
      const rates = responseRates({ ...none, ...counts }, e_value);
      for (const [name, expected] of Object.entries(computed) as [RateName, number | null][]) {
        if (expected === null) expect(rates[name], name).to.equal(null);
        else expect(rates[name], name).to.be.closeTo(expected, Math.abs(expected) * 1e-9 + 1e-15);
      }
    });

  it("take the share of eligible cases among the known ones unless told otherwise", () => {
    const counts = { I: 40, P: 0, R: 20, NC: 15, O: 5, UH: 10, UR: 0, UO: 0, NE: 20 };
    expect(responseRates(counts).RR3).to.equal(40 / (80 + 0.8 * 10));
  });

  it("are null, not 0, where there is nothing to divide by", () => {
    for (const rate of Object.values(responseRates(none))) expect(rate).to.equal(null);
  });

  it("sort disposition codes into the classes of the 10th edition", () => {
    const classes = {
      "1.1": "I",
      "1.2": "P",
      "2.112": "R",
      "2.21": "NC",
      "2.34": "O",
      "3.13": "UH",
      "3.20": "UR",
      "3.9": "UO",
      "4.5": "NE",
    };
    for (const [code, expected] of Object.entries(classes))
      expect(dispositionClass(code), code).to.equal(expected);
    expect(() => dispositionClass("complete")).to.throw("no AAPOR disposition code");
  });

  it("count cases under way by what is known of them so far", () => {
    const counts = dispositionCounts([
      { disposition: "1.1", refused: false, contacted: true, cases: 7 },
      { disposition: null, refused: true, contacted: true, cases: 2 },
      { disposition: null, refused: false, contacted: true, cases: 3 },
      { disposition: null, refused: false, contacted: false, cases: 11 },
    ]);
    expect(counts).to.include({ I: 7, R: 2, O: 3, UH: 11, NE: 0 });
  });
});
