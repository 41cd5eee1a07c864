import { expect } from "chai";
import { compareOrders } from "../../../server/calling/compare-orders.ts";
import { shippedPolicy } from "../../../server/calling/shipped-policy.ts";
import { simulateField } from "../../../server/calling/simulate-field.ts";
import { seededRandom } from "../../../server/seeded-deps.ts";

const start = new Date("2026-09-06T22:00:00Z");
const small = { policy: shippedPolicy("plain"), cases: 300, interviewers: 3, days: 7, start };

describe("the simulated field", () => {
  it("is the same for the same seed, and another one for another", () => {
    const run = (seed: number) => simulateField({ ...small, order: "rules", random: seededRandom(seed) });
    expect(run(1)).to.deep.equal(run(1));
    expect(run(1)).to.not.deep.equal(run(2));
  });

  it("calls nobody outside the hours and nobody twice at a time, in any order", async () => {
    const orders = ["random", "fifo", "fifo+appointments", "rules"] as const;
    for (const result of await compareOrders({
      ...small,
      policy: shippedPolicy("de-adm"),
      orders,
      seed: 3,
      seeds: 2,
    })) {
      expect(result, result.name).to.include({ violations: 0, doubleAllocations: 0 });
      expect(result.completes.mean).to.be.greaterThan(5);
    }
  });

  it("keeps appointments on time under the rules and hardly ever first in, first out", async () => {
    const [fifo, rules] = await compareOrders({
      ...small,
      interviewers: 4,
      orders: ["fifo", "rules"],
      seed: 1,
      seeds: 3,
    });
    expect(rules?.appointmentsOnTime).to.be.greaterThan(0.8);
    expect(fifo?.appointmentsOnTime).to.be.lessThan(0.3);
  });

  it("ends every case under a disposition", () => {
    const { dispositions } = simulateField({ ...small, order: "rules", random: seededRandom(5) });
    expect(Object.values(dispositions).reduce((sum, count) => sum + count, 0)).to.equal(300);
    for (const code of Object.keys(dispositions)) expect(code).to.match(/^[1-4]\.\d+$/);
  });
});
