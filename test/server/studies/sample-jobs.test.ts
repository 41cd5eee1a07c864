import { expect } from "chai";
import type { ImportReport } from "../../../server/cases/import-sample.ts";
import {
  findSampleJob,
  forgetSampleJob,
  settleSampleJob,
  startSampleJob,
} from "../../../server/studies/sample-jobs.ts";

describe("work on a sample file in the background", () => {
  const report = { rows: 3 } as ImportReport;

  it("goes on while nobody looks, is not begun twice, and keeps what it came to", async () => {
    let begun = 0;
    let finish: (report: ImportReport) => void = () => {};
    const work = (progress: (rows: number) => void) => {
      begun++;
      progress(2000);
      return new Promise<ImportReport>((resolve) => {
        finish = resolve;
      });
    };
    const job = startSampleJob("one", { kind: "check", key: "a" }, work);
    expect(await settleSampleJob(job, 0), "it still runs").to.equal(null);
    expect(startSampleJob("one", { kind: "check", key: "a" }, work)).to.equal(job);
    expect(findSampleJob("one")?.rows).to.equal(2000);
    finish(report);
    expect(await settleSampleJob(job, 60_000)).to.deep.equal({ report });
    expect(begun).to.equal(1);
    startSampleJob("one", { kind: "check", key: "another mapping" }, work);
    expect(begun).to.equal(2);
    forgetSampleJob("one");
    expect(findSampleJob("one")).to.equal(undefined);
  });

  it("keeps a fault for who asks", async () => {
    const fault = new Error("row 7");
    const job = startSampleJob("two", { kind: "import", key: "" }, () => Promise.reject(fault));
    expect(await settleSampleJob(job, 60_000)).to.deep.equal({ error: fault });
  });
});
