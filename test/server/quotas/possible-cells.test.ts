import { expect } from "chai";
import { quotaNodes } from "../../../server/quotas/possible-cells.ts";
import { compile } from "../../../surveys/engine/index.ts";
import { questionnaireOf } from "../../surveys/interview-driver.ts";

describe("the cells that a quota can have", () => {
  const sex = {
    type: "single",
    id: "sex",
    read: "Sex?",
    options: [
      { code: "1", label: "Woman" },
      { code: "2", label: "Man" },
    ],
  };
  const age = { type: "number", id: "age", read: "Age?", min: 0, max: 120 };
  const quota = { type: "quota", id: "q", by: ["sex", "group"] };
  const nodes = (value: string) => {
    const group = { type: "compute", id: "group", as: "text", value };
    return quotaNodes(compile(questionnaireOf([sex, age, group, quota])));
  };

  it("are all combinations of options and of the groups that a compute names", () => {
    const [node] = nodes("age < 30 ? 'young' : (age < 60 ? 'middle' : 'old')");
    expect(node?.combinations?.map((values) => Object.values(values).join(" "))).to.deep.equal([
      ...["1 young", "1 middle", "1 old", "2 young", "2 middle", "2 old"],
    ]);
  });

  it("cannot be listed where a compute can come to any text", () => {
    expect(nodes("age < 30 ? 'young' : string(age)")[0]?.combinations).to.equal(null);
  });
});
