import { expect } from "chai";
import { limitConcurrency } from "../../../server/results/limit-concurrency.ts";
import { wrapText } from "../../../server/results/wrap-text.ts";

const letters = (text: string) => text.length;

describe("wrapping text", () => {
  it("fills lines up to the width and loses no word", () => {
    expect(wrapText("one two three four", 9, letters)).to.deep.equal(["one two", "three", "four"]);
  });
  it("keeps a word that is too wide whole", () => {
    expect(wrapText("a Verkehrsinfrastruktur b", 5, letters)).to.deep.equal([
      "a",
      "Verkehrsinfrastruktur",
      "b",
    ]);
  });
  it("makes no line of nothing", () => {
    expect(wrapText("  ", 5, letters)).to.deep.equal([]);
  });
});

describe("limiting what runs at once", () => {
  it("never runs more than the limit and keeps the order", async () => {
    const limited = limitConcurrency(2);
    let running = 0;
    let most = 0;
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3, 4, 5].map((task) =>
        limited(async () => {
          running += 1;
          most = Math.max(most, running);
          order.push(task);
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
        }),
      ),
    );
    expect(most).to.equal(2);
    expect(order).to.deep.equal([1, 2, 3, 4, 5]);
  });
  it("gives the place on when a task fails", async () => {
    const limited = limitConcurrency(1);
    const failed = await limited(() => Promise.reject(new Error("no"))).catch(
      (error: Error) => error.message,
    );
    expect(failed).to.equal("no");
    expect(await limited(async () => "next")).to.equal("next");
  });
});
