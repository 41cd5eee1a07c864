import { expect } from "chai";
import { outcomeFaults, policyFaults } from "../../../server/calling/check-policy.ts";
import { defaultOutcomes } from "../../../server/calling/outcome-catalogue.ts";
import { outcomesFor } from "../../../server/calling/outcomes-for.ts";
import type { Policy } from "../../../server/calling/policy.ts";
import { shippedPolicy, shippedPolicyNames } from "../../../server/calling/shipped-policy.ts";
import { aaporCodes } from "../../setup/aapor-codes.ts";

const now = new Date("2026-11-19T17:00:00Z");

describe("calling policies and outcome catalogues", () => {
  for (const name of shippedPolicyNames())
    it(`ship "${name}" ready for use`, () => {
      expect(policyFaults(shippedPolicy(name), now)).to.deep.equal([]);
    });

  it("say where a policy is wrong and what is allowed", () => {
    const policy = { ...shippedPolicy("plain"), maxSoftRefusals: 9, colour: "red" };
    const faults = policyFaults(policy, now);
    expect(faults.map((fault) => fault.pointer)).to.include("/maxSoftRefusals");
    expect(JSON.stringify(faults)).to.include("colour");
  });

  it("refuse a limit of no attempt, with which nobody could be called, but not a share of no silent call", () => {
    const plain = shippedPolicy("plain");
    const faultsWith = (name: keyof Policy["limits"], limit: number) =>
      policyFaults(
        { ...plain, limits: { ...plain.limits, [name]: { ...plain.limits[name], limit } } },
        now,
      ).map(({ pointer, detail }) => `${pointer} ${detail}`);
    const counts = ["attemptsPerNumber", "attemptsPerNumberPerDay", "attemptsPerCase"] as const;
    for (const name of [...counts, "institutePerNumberPerDay"] as const) {
      expect(faultsWith(name, 0)).to.deep.equal([`/limits/${name}/limit must be >= 1 (found 0)`]);
      expect(faultsWith(name, 1), name).to.deep.equal([]);
    }
    expect(faultsWith("silentCalls", 0)).to.deep.equal([]);
  });

  it("refuse a policy that leaves no hour in the next 14 days", () => {
    const plain = shippedPolicy("plain");
    const closed = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
    const faults = policyFaults({ ...plain, hours: { ...plain.hours, days: closed } }, now);
    expect(faults[0]?.detail).to.match(/14 days/);
  });

  it("refuse a policy for fiction where the telephone is real", () => {
    const faults = policyFaults(shippedPolicy("demo"), now, { telephony: "manual" });
    expect(faults.map(({ pointer }) => pointer)).to.deep.equal(["/fictionOnly"]);
  });

  it("refuse hours that end before they begin and delays of unknown outcomes", () => {
    const plain = shippedPolicy("plain");
    const days = { ...plain.hours.days, mon: [["20:00", "09:00"]] };
    const faults = policyFaults(
      { ...plain, hours: { ...plain.hours, days }, delays: { nonsense: { delayMinutes: 5 } } },
      now,
    );
    expect(faults.map((fault) => fault.pointer)).to.deep.equal(["/hours/days/mon/0", "/delays/nonsense"]);
  });

  it("may name outcomes of the study's own catalogue, and of no other", () => {
    const [busy] = defaultOutcomes().outcomes;
    const policy = { ...shippedPolicy("plain"), delays: { "doorbell-rang": { delayMinutes: 5 } } };
    const own = { formatVersion: 1, outcomes: [{ ...busy, code: "doorbell-rang" }] };
    expect(policyFaults(policy, now, { outcomes: own })).to.deep.equal([]);
    expect(policyFaults(policy, now).map(({ pointer, detail }) => `${pointer} ${detail}`)).to.deep.equal([
      "/delays/doorbell-rang is no outcome of the shipped catalogue",
    ]);
    const other = { formatVersion: 1, outcomes: [{ ...busy, code: "dog-barked" }] };
    expect(policyFaults(policy, now, { outcomes: other })[0]?.detail).to.equal(
      "is no outcome of the study's catalogue",
    );
  });

  it("name every preset when one is unknown", () => {
    expect(() => shippedPolicy("fr")).to.throw(/de-adm.*demo.*plain/);
  });

  it("ship a catalogue with one letter per outcome and language, and known AAPOR codes", () => {
    expect(outcomeFaults(defaultOutcomes())).to.deep.equal([]);
    for (const outcome of defaultOutcomes().outcomes) {
      expect(outcome.label.de, outcome.code).to.be.a("string");
      if (outcome.aapor) expect(aaporCodes(), outcome.code).to.include(outcome.aapor);
    }
  });

  it("find a letter that is used twice", () => {
    const catalogue = structuredClone(defaultOutcomes());
    const busy = catalogue.outcomes.find((outcome) => outcome.code === "busy");
    if (busy) busy.key = { en: "N", de: "B" };
    expect(outcomeFaults(catalogue)[0]?.detail).to.equal("N is the key of no-answer");
  });

  it("offer only what makes sense after what happened on the line", () => {
    const codes = (situation: "unanswered" | "answered" | "interview") =>
      outcomesFor({}, situation, "de").map((choice) => choice.code);
    expect(codes("unanswered"))
      .to.include.members(["busy", "voicemail", "dead-number"])
      .and.not.include("refused");
    expect(codes("answered")).to.include.members(["refused", "wrong-number"]).and.not.include("busy");
    expect(codes("interview")).to.include("break-off").and.not.include("complete");
    expect(outcomesFor({}, "answered", "de").find((choice) => choice.code === "appointment")).to.include({
      key: "T",
      form: "appointment",
    });
  });
});
