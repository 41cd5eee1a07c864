import { expect } from "chai";
import { shippedPolicy } from "../../../server/calling/shipped-policy.ts";
import { allowDial, type DialFacts } from "../../../server/compliance/allow-dial.ts";
import { isFictionNumber } from "../../../server/compliance/fiction-numbers.ts";

const now = new Date("2026-11-19T17:00:00Z"); // Thursday, 18:00 in Berlin
const adm = shippedPolicy("de-adm");

function facts(over: Partial<DialFacts> = {}): DialFacts {
  return {
    study: { _id: "s1", status: "open", telephony: "manual", policy: adm },
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
    consent: false,
    silentShare: null,
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

  it("allows a call outside the hours only at the respondent's own request", () => {
    expect(allowDial(facts({ atOwnRequest: true }), new Date("2026-11-22T13:00:00Z")).allowed).to.equal(true);
  });

  it("dials mobiles in the US by machine only with consent", () => {
    const us = shippedPolicy("us");
    const mobile = { ...aNumber, kind: "mobile" as const };
    const machine = { ...study, policy: { ...us, dialing: { ...us.dialing, mode: "progressive" as const } } };
    expect(allowDial(facts({ number: mobile, study: machine }), now)).to.include({ rule: "consent" });
    expect(allowDial(facts({ number: mobile, study: { ...study, policy: us } }), now).allowed).to.equal(true);
  });

  it("knows the numbers of fiction and nothing beside them", () => {
    for (const fiction of ["+493023125000", "+4917139200" + "12", "+442079460999"])
      expect(isFictionNumber(fiction), fiction).to.equal(true);
    for (const real of ["+493023126000", "+4930231250001", "+442079470000"])
      expect(isFictionNumber(real), real).to.equal(false);
  });
});
