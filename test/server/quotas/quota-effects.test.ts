import { expect } from "chai";
import type { QuotaCellDoc } from "../../../server/quotas/quota-cell.ts";
import { effectOf } from "../../../server/quotas/quota-effects.ts";
import { gridOf } from "../../../server/quotas/quota-grids.ts";
import { quotaTables } from "../../../server/quotas/quota-page.ts";

function cellOf(values: Record<string, string>, target: number, completes: number, held = 0): QuotaCellDoc {
  return {
    ...{ _id: JSON.stringify(values), studyId: "s", node: "q", values, target, completes },
    held: Array.from({ length: held }, (_, n) => `i${n}`),
    ...{ removedAt: null, blockedAt: null, rankedFill: null },
  };
}

describe("what a change of a quota will do is said before", () => {
  const cases = { callable: 70, blocked: 30 };
  const effect = (
    target: number | null,
    cell: QuotaCellDoc | undefined,
    known: typeof cases | null = cases,
  ) => {
    const {
      kind,
      cases: count,
      room,
    } = effectOf({ _id: "c", node: "q", values: { "sample.region": "north" }, target, cell }, known);
    return [kind, count, room];
  };
  const north = (target: number, completes: number, held = 0) =>
    cellOf({ "sample.region": "north" }, target, completes, held);

  it("names the cases that are taken out when a target falls to what is complete or below", () => {
    expect(effect(5, north(10, 5))).to.deep.equal(["closesCases", 70, 0]);
    expect(effect(0, undefined)).to.deep.equal(["closesCases", 70, 0]);
    expect(effect(3, north(10, 5), null)).to.deep.equal(["closes", 0, 0]);
  });

  it("names the blocked cases that come back when it rises or is removed", () => {
    expect(effect(9, north(5, 5, 1))).to.deep.equal(["opensCases", 30, 3]);
    expect(effect(9, north(5, 5), null)).to.deep.equal(["opens", 0, 4]);
    expect(effect(null, north(5, 5))).to.deep.equal(["removedCases", 30, 0]);
    expect(effect(null, north(10, 5))).to.deep.equal(["removed", 0, 0]);
  });

  it("names the room where nothing opens or closes", () => {
    expect(effect(20, north(10, 5, 2))).to.deep.equal(["room", 0, 13]);
    expect(effect(7, undefined)).to.deep.equal(["new", 0, 7]);
    expect(effect(4, north(5, 5))).to.deep.equal(["still", 0, 0]);
  });
});

describe("the quotas on the page of the field", () => {
  const codes = (...all: string[]) => all.map((code) => ({ code, label: { en: `Option ${code}` } }));
  const sex = { name: "sex", label: { en: "Sex" }, codes: codes("1", "2") };
  const age = { name: "age", label: { en: "Age" }, codes: codes("a", "b") };
  const view = { locale: "en", typed: {}, errors: {} };

  it("cross two variables, with a gap where there is no target", () => {
    const cells = [
      cellOf({ sex: "1", age: "a" }, 10, 4, 1),
      cellOf({ sex: "2", age: "a" }, 10, 10),
      cellOf({ sex: "2", age: "b" }, 5, 0),
    ];
    const [table] = quotaTables([{ id: "q", variables: [sex, age], combinations: [] }], cells, view);
    const grid = table && gridOf(table);
    expect(grid?.columns).to.deep.equal(["Option a", "Option b"]);
    expect(
      grid?.rows.map(({ label, cells }) => [label, ...cells.map((cell) => cell?.completes ?? null)]),
    ).to.deep.equal([
      ["Option 1", 4, null],
      ["Option 2", 10, 0],
    ]);
    expect(grid?.rows[0]?.cells[0]).to.include({ done: 40, holding: 10, full: false });
  });

  it("are a list with one variable", () => {
    const cells = [cellOf({ sex: "2" }, 10, 10)];
    const [table] = quotaTables([{ id: "q", variables: [sex], combinations: null }], cells, view);
    expect(table && gridOf(table).rows.map(({ label }) => label)).to.deep.equal(["Option 2"]);
  });
});
