import { expect } from "chai";
import { randomStream, rosterItemId } from "../../../surveys/engine/random.ts";
import { realiseOrder } from "../../../surveys/engine/realise-order.ts";

/** These values are part of every fielded interview: if a test here fails, put the generator back. */
describe("the frozen random generator", () => {
  it("gives the same numbers for ever", () => {
    const random = randomStream("seed-1", "order/brands");
    expect([random(), random(), random()]).to.deep.equal([
      0.7502853260375559, 0.3744551099371165, 0.6409666792023927,
    ]);
  });

  it("gives each element a stream of its own", () => {
    expect(randomStream("seed-1", "a")()).to.not.equal(randomStream("seed-1", "b")());
    expect(randomStream("seed-1", "a")()).to.not.equal(randomStream("seed-2", "a")());
  });

  it("names roster items the same in browser and server", () => {
    expect(rosterItemId("seed-1", "person", 0)).to.equal("ihc29afgf");
    const ids = new Set(Array.from({ length: 5000 }, (_, at) => rosterItemId("s", "person", at)));
    expect(ids.size).to.equal(5000);
  });

  it("spreads evenly over the places", () => {
    const elements = ["a", "b", "c", "d"].map((code) => ({ code, anchor: false }));
    const first: Record<string, number> = {};
    for (let seed = 0; seed < 4000; seed++) {
      const code = realiseOrder(elements, "random", `s${seed}`, "k")[0] as string;
      first[code] = (first[code] ?? 0) + 1;
    }
    for (const count of Object.values(first)) expect(count).to.be.within(870, 1130);
  });
});
