import { expect } from "chai";
import { runAside } from "../../server/run-aside.ts";

describe("work aside", () => {
  it("keeps nobody waiting, runs once at a time, and again when it is done", async () => {
    const ends: (() => void)[] = [];
    const aside = runAside(
      () => new Promise<void>((resolve) => ends.push(resolve)),
      () => expect.fail("nothing failed"),
    );
    for (let n = 0; n < 3; n++) aside.start();
    expect(ends).to.have.length(1);
    ends[0]?.();
    await aside.idle();
    aside.start();
    expect(ends).to.have.length(2);
    ends[1]?.();
    await aside.idle();
  });

  it("tells what failed, and is tried again", async () => {
    const failures: unknown[] = [];
    let tries = 0;
    const aside = runAside(
      async () => {
        tries++;
        if (tries === 1) throw new Error("no database");
      },
      (error) => failures.push((error as Error).message),
    );
    aside.start();
    await aside.idle();
    aside.start();
    await aside.idle();
    expect({ failures, tries }).to.deep.equal({ failures: ["no database"], tries: 2 });
  });
});
