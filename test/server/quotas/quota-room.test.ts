import { expect } from "chai";
import { cellId } from "../../../server/quotas/quota-cell.ts";
import { quotaRoom } from "../../../server/quotas/quota-room.ts";
import { compile } from "../../../surveys/engine/index.ts";
import { questionnaireOf } from "../../surveys/interview-driver.ts";

describe("the completes that quotas let in", () => {
  const single = (id: string) => ({
    ...{ type: "single", id, read: `${id}?` },
    options: ["1", "2"].map((code) => ({ code, label: code })),
  });
  const room = (
    quotas: Record<string, unknown>[],
    targets: [node: string, by: string, value: string, target: number, completes?: number][],
  ) =>
    quotaRoom(
      compile(
        questionnaireOf([
          ...[single("sex"), single("job")],
          ...quotas.map((quota) => ({ type: "quota", ...quota })),
        ] as never),
      ),
      targets.map(([node, by, value, target, completes = 0]) => ({
        ...{ _id: cellId("s", node, { [by]: value }), studyId: "s", node, target, completes },
      })),
    );
  const sex = { id: "q", by: ["sex"] };
  const job = { id: "r", by: ["job"] };

  it("are the sum of the targets, and of several quotas the least", () => {
    expect(
      room(
        [sex],
        [
          ["q", "sex", "1", 30],
          ["q", "sex", "2", 20],
        ],
      ),
    ).to.equal(50);
    expect(
      room([sex, job], [
        ...([
          ["q", "sex", "1", 30],
          ["q", "sex", "2", 20],
        ] as const),
        ...([
          ["r", "job", "1", 5],
          ["r", "job", "2", 6],
        ] as const),
      ] as never),
    ).to.equal(11);
  });

  it("keep what a cell had when its target was lowered", () => {
    expect(
      room(
        [sex],
        [
          ["q", "sex", "1", 10, 30],
          ["q", "sex", "2", 20],
        ],
      ),
    ).to.equal(50);
  });

  it("are not limited by an open cell, nor by a quota that only counts or that not everybody passes", () => {
    expect(room([sex], [["q", "sex", "1", 30]])).to.equal(null);
    for (const part of [{ onFull: "continue" }, { when: "answered(job)" }])
      expect(
        room(
          [{ ...sex, ...part }],
          [
            ["q", "sex", "1", 1],
            ["q", "sex", "2", 1],
          ],
        ),
      ).to.equal(null);
    expect(room([], [])).to.equal(null);
  });
});
