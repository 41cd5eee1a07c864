import { expect } from "chai";
import type { Policy } from "../../../server/calling/policy.ts";
import { shippedPolicy } from "../../../server/calling/shipped-policy.ts";
import type { NumberCheck } from "../../../server/cases/case.ts";
import { allowDial, type DialFacts } from "../../../server/compliance/allow-dial.ts";
import { isFictionNumber } from "../../../server/compliance/fiction-numbers.ts";

const now = new Date("2026-11-19T17:00:00Z"); // Thursday, 18:00 in Berlin
const adm = shippedPolicy("de-adm");

function facts(over: Partial<DialFacts> = {}): DialFacts {
  return {
    study: { _id: "s1", status: "open", telephony: "manual", policy: adm, advertising: false },
    mode: "person",
    number: {
      id: "n1",
      kind: "landline",
      country: "DE",
      zones: ["Europe/Berlin"],
      state: "callable",
      attempts: 0,
    },
    place: { zones: ["Europe/Berlin"], country: "DE", region: "DE-BE" },
    valid: true,
    fiction: false,
    attemptsOfCase: 0,
    book: null,
    busy: false,
    blocked: null,
    blockingFile: null,
    consent: false,
    silentShare: null,
    silentShareToMobiles: null,
    atOwnRequest: false,
    ...over,
  };
}

const dials = (count: number, studyId = "s1", at = "2026-11-19T08:00:00Z") =>
  Array.from({ length: count }, (_, n) => ({ attemptId: `a${n}`, studyId, at: new Date(at) }));
const book = (list: ReturnType<typeof dials>) => ({ dials: list, restUntil: null, restReason: null });

describe("allowDial", () => {
  const study = facts().study;
  const aNumber = facts().number;
  if (!aNumber) throw new Error("no number");

  it("lets a plain call through", () => {
    expect(allowDial(facts(), now)).to.deep.equal({ allowed: true });
  });

  const refusals: [rule: string, when: string, over: Partial<DialFacts>, at?: string][] = [
    ["no-policy", "the study has no policy", { study: { ...study, policy: null } }],
    ["study-status", "the study is paused", { study: { ...study, status: "paused" } }],
    ["study-status", "the study is a draft", { study: { ...study, status: "draft" } }],
    ["not-evaluated", "the contact is gone", { valid: null }],
    ["number-invalid", "the number is none", { valid: false }],
    ["number-state", "the number is dead", { number: { ...aNumber, state: "dead" } }],
    ["no-zone", "the zone is unknown", { place: { zones: [], country: "DE", region: null } }],
    ["blocklist", "the number is blocked", { blocked: { scope: "institute", reason: "letter" } }],
    ["hours", "it is night", {}, "2026-11-19T22:00:00Z"],
    ["hours", "it is Sunday without a reason", {}, "2026-11-22T13:00:00Z"],
    ["number-cap", "ten calls in this study", { book: book(dials(10, "s1", "2026-10-01T10:00:00Z")) }],
    ["number-day-cap", "four calls today", { book: book(dials(4)) }],
    ["institute-day-cap", "four calls today in other studies", { book: book(dials(4, "s2")) }],
    ["case-cap", "twenty calls of the case", { attemptsOfCase: 20 }],
    ["line-busy", "a colleague is on the line", { busy: true }],
    ["silent-budget", "too many silent calls", { silentShare: 0.02 }],
    [
      "institute-rest",
      "it rests after a complete elsewhere",
      { book: { dials: [], restUntil: new Date("2026-12-01T10:00:00Z"), restReason: "complete" } },
    ],
    [
      "consent",
      "a consent is needed and missing",
      { study: { ...study, policy: { ...adm, consent: { ...adm.consent, call: "required" } } } },
    ],
    [
      "fiction-only",
      "the demo policy meets a real number",
      { study: { ...study, telephony: "simulated", policy: shippedPolicy("demo") } },
    ],
    [
      "fiction-only",
      "the demo policy meets a real telephone",
      { fiction: true, study: { ...study, policy: shippedPolicy("demo") } },
    ],
  ];
  for (const [rule, when, over, at] of refusals)
    it(`refuses by "${rule}" when ${when}, and quotes a source`, () => {
      const decision = allowDial(facts(over), at ? new Date(at) : now);
      if (decision.allowed) throw new Error("was allowed");
      expect(decision.rule).to.equal(rule);
      expect(decision.source).to.be.a("string").and.not.equal("");
    });

  it("says when a refused call becomes lawful", () => {
    const next = (over: Partial<DialFacts>, at = now) => {
      const decision = allowDial(facts(over), at);
      return decision.allowed ? null : decision.nextAllowedAt?.toISOString();
    };
    expect(next({}, new Date("2026-11-21T22:00:00Z"))).to.equal("2026-11-23T08:00:00.000Z");
    expect(next({ book: book(dials(4)) })).to.equal("2026-11-20T08:00:00.000Z");
  });

  it("counts a day's calls by the respondent's day", () => {
    const yesterday = book(dials(4, "s1", "2026-11-18T22:30:00Z"));
    expect(allowDial(facts({ book: yesterday }), now)).to.deep.equal({ allowed: true });
  });

  describe("outside the hours", () => {
    const spain = { zones: ["Europe/Madrid", "Atlantic/Canary"], country: "ES", region: null };
    const closed: [when: string, at: string, over: Partial<DialFacts>][] = [
      ["at night", "2026-11-19T22:00:00Z", {}],
      ["on a Sunday without a reason", "2026-11-22T13:00:00Z", {}],
      ["on a holiday without a reason", "2026-12-25T13:00:00Z", {}],
      ["while one of two possible zones is still closed", "2026-11-19T08:30:00Z", { place: spain }],
    ];
    for (const [when, at, over] of closed)
      it(`allows a call ${when} only at the respondent's own request, and says so`, () => {
        expect(allowDial(facts(over), new Date(at))).to.include({ allowed: false, rule: "hours" });
        expect(allowDial(facts({ ...over, atOwnRequest: true }), new Date(at))).to.deep.equal({
          allowed: true,
          outsideHours: true,
        });
      });

    it("lets no other rule pass at the respondent's own request", () => {
      for (const [rule, , over] of refusals)
        if (rule !== "hours")
          expect(
            allowDial(facts({ ...over, atOwnRequest: true }), new Date("2026-11-19T21:30:00Z")),
          ).to.include({
            allowed: false,
            rule,
          });
    });
  });

  describe("by a machine", () => {
    const machine = (preset: string, over: Partial<DialFacts> = {}) =>
      facts({ study: { ...study, policy: shippedPolicy(preset) }, mode: "automatic", ...over });
    const met = (what: "lastSilentAt" | "lastMachineAt", at: string) => ({
      book: { ...book([]), [what]: new Date(at) },
    });
    const refusal = (asked: DialFacts, at = now) => {
      const decision = allowDial(asked, at);
      if (decision.allowed) throw new Error("was allowed");
      return { ...decision, nextAllowedAt: decision.nextAllowedAt?.toISOString() ?? null };
    };

    it("dials an abandoned number in the UK again after 72 hours, within the hours; a person may at once", () => {
      const silent = met("lastSilentAt", "2026-11-17T20:00:00Z");
      const asked = refusal(machine("uk", silent));
      expect(asked).to.include({ rule: "after-silent-call", basis: "house" });
      expect(asked.source).to.contain("72 h");
      expect(asked.params).to.deep.equal({ hours: 72 });
      // 72 hours later it is 21:00 in Berlin: the next morning it is.
      expect(asked.nextAllowedAt).to.equal("2026-11-21T09:00:00.000Z");
      expect(allowDial(machine("uk", silent), new Date("2026-11-21T09:00:00Z")).allowed).to.equal(true);
      expect(allowDial(machine("uk", { ...silent, mode: "person" }), now).allowed).to.equal(true);
    });

    it("leaves a number at which a machine answered to persons for 24 hours", () => {
      const heard = met("lastMachineAt", "2026-11-19T10:00:00Z");
      expect(refusal(machine("uk", heard))).to.include({
        ...{ rule: "after-machine", basis: "house", nextAllowedAt: "2026-11-20T10:00:00.000Z" },
      });
      expect(allowDial(machine("uk", { ...heard, mode: "person" }), now).allowed).to.equal(true);
      expect(allowDial(machine("uk", met("lastMachineAt", "2026-11-18T16:59:00Z")), now).allowed).to.equal(
        true,
      );
      // No such rule, no such rest.
      expect(allowDial(machine("plain", heard), now).allowed).to.equal(true);
    });

    const checked = (over: Partial<NumberCheck> = {}): Partial<DialFacts> => ({
      number: {
        ...aNumber,
        kind: "other",
        check: { type: "landline", on: new Date("2026-11-10"), ported: false, ...over },
      },
    });
    const landline = machine("us", checked());

    it("dials landlines in the US whose type was checked lately", () => {
      expect(allowDial(landline, now).allowed).to.equal(true);
      expect(allowDial(machine("us", checked({ type: "voip" })), now).allowed).to.equal(true);
    });

    for (const [what, over] of [
      ["a mobile number", checked({ type: "mobile" })],
      ["a number of unknown type", checked({ type: "unknown" })],
      ["a number that nobody checked", { number: aNumber }],
      ["a number whose check has no date", checked({ on: null })],
      [
        "a number whose check is older than the policy allows",
        checked({ on: new Date("2026-11-04T16:00:00Z") }),
      ],
      ["a number whose check is dated to come", checked({ on: new Date("2026-11-21") })],
      ["a number ported to a mobile carrier", checked({ ported: true })],
    ] as const)
      it(`leaves ${what} in the US to persons, unless a consent is on record`, () => {
        const asked = refusal(machine("us", over));
        expect(asked).to.include({ rule: "mobile-by-hand", basis: "law", nextAllowedAt: null });
        expect(asked.source).to.contain("227(b)(1)(A)");
        expect(allowDial(machine("us", { ...over, consent: true }), now).allowed).to.equal(true);
        expect(allowDial(machine("us", { ...over, mode: "person" }), now).allowed).to.equal(true);
      });

    it("plays no recorded message to a mobile in the US, with consent neither, and abandons none", () => {
      const mobile = { ...checked({ type: "mobile" }), consent: true };
      expect(refusal(machine("us", { ...mobile, mode: "automatic-message" }))).to.include({
        rule: "recorded-message",
      });
      expect(refusal(machine("us", { ...mobile, silentShareToMobiles: 0.001 }))).to.include({
        rule: "silent-budget-mobiles",
      });
      const some = { mode: "automatic-message" as const, silentShareToMobiles: 0.001 };
      expect(allowDial({ ...landline, ...some }, now).allowed).to.equal(true);
    });
  });

  describe("with a blocking file", () => {
    const wanting = (missing: "refuse" | "warn") => ({
      ...study,
      policy: { ...adm, blockingFile: { list: "ADM", missing, basis: "code" as const, source: "guideline" } },
    });
    const dated = (date: string) => ({ blockingFile: { date: new Date(date) } });

    it("refuses every call while it is older than the policy allows, and says how old", () => {
      const decision = allowDial(facts({ study: wanting("warn"), ...dated("2026-10-19T00:00:00Z") }), now);
      expect(decision).to.deep.include({
        ...{ rule: "blocking-file-stale", basis: "house" },
        params: { list: "ADM", days: 31, limit: 30 },
      });
      expect(
        allowDial(facts({ study: wanting("warn"), ...dated("2026-10-20T00:00:00Z") }), now).allowed,
      ).to.equal(true);
    });

    it("refuses while there is none, where the policy says so", () => {
      expect(allowDial(facts({ study: wanting("refuse") }), now)).to.include({
        rule: "blocking-file-missing",
      });
      expect(allowDial(facts({ study: wanting("warn") }), now).allowed).to.equal(true);
      expect(
        allowDial(facts({ study: wanting("refuse"), ...dated("2026-11-18T00:00:00Z") }), now).allowed,
      ).to.equal(true);
    });
  });

  it("asks a consent for each number of a study that counts as advertising, and quotes the law of its country", () => {
    const asked = (policy: Policy) => facts({ study: { ...study, policy, advertising: true } });
    const decision = allowDial(asked(adm), now);
    expect(decision).to.include({ rule: "advertising-consent", basis: "law" });
    expect(JSON.stringify(decision)).to.contain("UWG");
    expect(allowDial(asked(shippedPolicy("plain")), now)).to.include({
      rule: "advertising-consent",
      basis: "house",
    });
    expect(allowDial({ ...asked(adm), consent: true }, now).allowed).to.equal(true);
  });

  it("knows the numbers of fiction and nothing beside them", () => {
    for (const fiction of ["+493023125000", "+4917139200" + "12", "+442079460999"])
      expect(isFictionNumber(fiction), fiction).to.equal(true);
    for (const real of ["+493023126000", "+4930231250001", "+442079470000"])
      expect(isFictionNumber(real), real).to.equal(false);
  });
});
