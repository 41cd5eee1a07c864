import { expect } from "chai";
import { runFieldline } from "../setup/run-fieldline.ts";

describe("fieldline bench of the field", function () {
  this.timeout(90_000);

  const bench = async (...args: string[]) => {
    const ran = await runFieldline(["bench", ...args, "--json"]);
    expect(ran.code, ran.err).to.equal(0);
    return JSON.parse(ran.out) as Record<string, unknown>;
  };

  it("quota blocks a fifth of the cases and puts them back, with claims before and meanwhile", async () => {
    const result = await bench("quota", "--cases", "500");
    expect(result).to.include({ cases: 500, blocked: 100, doubleAllocations: 0 });
    for (const part of ["quiet", "block", "unblock"]) expect(result[part]).to.have.property("p95");
  });

  it("search finds what it looks for, and nobody who is not there", async () => {
    const { ways } = await bench("search", "--cases", "500", "--searches", "5");
    const found = Object.fromEntries(
      Object.entries(ways as Record<string, { found: number }>).map(([way, { found }]) => [way, found]),
    );
    expect(found).to.include({ reference: 5, number: 5, clientReference: 5, inbound: 5, nobody: 0 });
  });

  it("import takes every row over", async () => {
    expect(await bench("import", "--rows", "500")).to.include({ rows: 500, cases: 500 });
  });

  it("says in one line what it cannot count", async () => {
    const ran = await runFieldline(["bench", "search", "--cases", "many"]);
    expect(ran).to.include({ code: 1, out: "" });
    expect(ran.err).to.contain('--cases "many"');
  });
});
