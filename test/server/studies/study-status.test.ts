import { expect } from "chai";
import { nextStatuses, statusBlockers, studyStatuses } from "../../../server/studies/study-status.ts";

const ready = { versions: 1, cases: 100, interviewers: 3 };

describe("the status of a study", () => {
  it("goes from draft by test and pilot into the field, and closed opens again only by way of paused", () => {
    expect(statusBlockers("draft", "test", ready)).to.deep.equal([]);
    expect(statusBlockers("test", "open", ready)).to.deep.equal([]);
    expect(statusBlockers("open", "paused", ready)).to.deep.equal([]);
    expect(statusBlockers("closed", "open", ready)).to.deep.equal(["notAllowed"]);
    expect(statusBlockers("closed", "paused", ready)).to.deep.equal([]);
  });

  it("never goes back to draft once people were called", () => {
    for (const status of ["pilot", "soft", "open", "paused", "closed"] as const)
      expect(nextStatuses(status)).not.to.include("draft");
  });

  it("names everything that is missing before people are called", () => {
    expect(statusBlockers("draft", "open", { versions: 0, cases: 0, interviewers: 0 })).to.deep.equal([
      "noVersion",
      "noCases",
      "noTeam",
    ]);
  });

  it("can always be paused or closed, whatever is missing", () => {
    const nothing = { versions: 0, cases: 0, interviewers: 0 };
    for (const to of ["paused", "closed"] as const)
      expect(statusBlockers("open", to, nothing)).to.deep.equal([]);
  });

  it("has a way out of every status", () => {
    for (const status of studyStatuses) expect(nextStatuses(status)).not.to.be.empty;
  });
});
