import { expect } from "chai";
import { whySentence } from "../../server/cases/why-sentence.ts";
import { readAssignment } from "../../server/studies/read-assignment.ts";
import { dayOf, instantOf, timeOf } from "../../server/typed-time.ts";

describe("days and times as people type them", () => {
  it("are days of the calendar, or nothing", () => {
    expect(dayOf(" 2028-02-29 ")?.toString()).to.equal("2028-02-29");
    for (const typed of [
      "2026-02-29",
      "2026-02-30",
      "2026-13-01",
      "2026-00-10",
      "2026-1-1",
      "",
      "today",
      "+12026-01-01",
    ])
      expect(dayOf(typed), typed).to.equal(null);
  });

  it("are times of day, or nothing", () => {
    for (const typed of ["18:30", "1830", "18.30", "18h30", "18 30"])
      expect(timeOf(typed)?.toString(), typed).to.equal("18:30:00");
    expect(timeOf("7")?.toString()).to.equal("07:00:00");
    for (const typed of ["24:00", "25:00", "18:60", "", "noon", "-1", "18:30:00"])
      expect(timeOf(typed), typed).to.equal(null);
  });

  it("are instants with their offset, or in the zone that is given", () => {
    const at = (typed: string) => instantOf(typed, "Europe/Berlin")?.toISOString() ?? null;
    expect(at("2026-11-23T18:30:00+01:00")).to.equal("2026-11-23T17:30:00.000Z");
    expect(at("2026-11-23T17:30Z")).to.equal("2026-11-23T17:30:00.000Z");
    expect(at("2026-11-23T18:30")).to.equal("2026-11-23T17:30:00.000Z");
    expect(at("2026-11-23")).to.equal("2026-11-22T23:00:00.000Z");
    // 02:30 does not exist on that day.
    expect(at("2026-03-29T02:30")).to.equal("2026-03-29T01:30:00.000Z");
    for (const typed of ["2026-02-30T10:00Z", "2026-02-30", "2026-11-23T25:00Z", "18:30", "1", ""])
      expect(at(typed), typed).to.equal(null);
  });

  it("do no harm in a supervisor's reason", () => {
    const reason = "2026-02-30T25:00 was agreed";
    expect(whySentence({ code: "supervisor-move", params: { reason } }, "en")).to.contain(reason);
    expect(
      whySentence({ code: "supervisor-move", params: { reason: "2026-13-45T99:00:00.000Z" } }, "en"),
    ).to.contain("99");
  });

  it("are refused in an assignment, not moved into March", () => {
    const member = { userId: "u1", from: null, until: null, share: null, skills: [], certified: false };
    const { errors } = readAssignment(member, { "from.u1": "2026-02-30", "until.u1": "2026-02-31" });
    expect(errors).to.deep.equal([
      { pointer: "from.u1", detail: "day" },
      { pointer: "until.u1", detail: "day" },
    ]);
  });
});
