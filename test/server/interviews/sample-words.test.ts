import { expect } from "chai";
import { sampleWords } from "../../../server/interviews/sample-words.ts";

describe("the sample at the side of a call", () => {
  const declared = {
    reason: {
      type: "single" as const,
      label: { en: "Reason", de: "Anlass" },
      options: [{ code: "meter", label: { en: "Meter change", de: "Zählerwechsel" } }, "other"],
    },
    visit_date: { type: "date" as const, label: { en: "Day of the visit", de: "Tag des Termins" } },
  };

  it("names variables and options as the questionnaire does, and days as dates", () => {
    const values = { reason: "meter", visit_date: "2026-11-07" };
    expect(sampleWords(values, declared, "de")).to.deep.equal([
      { name: "Anlass", value: "Zählerwechsel" },
      { name: "Tag des Termins", value: "07.11.2026" },
    ]);
    expect(sampleWords(values, declared, "en")[0]).to.deep.equal({ name: "Reason", value: "Meter change" });
  });

  it("shows a day that no calendar has as it came", () => {
    expect(sampleWords({ list: "2026-13-45", since: "2026-02-30" }, undefined, "en")).to.deep.equal([
      { name: "list", value: "2026-13-45" },
      { name: "since", value: "2026-02-30" },
    ]);
  });

  it("shows what nobody declared as it came", () => {
    expect(sampleWords({ reason: "other", list: "b2" }, declared, "en")).to.deep.equal([
      { name: "Reason", value: "other" },
      { name: "list", value: "b2" },
    ]);
    expect(sampleWords({ list: "b2" }, undefined, "en")).to.deep.equal([{ name: "list", value: "b2" }]);
  });
});
