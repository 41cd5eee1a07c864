import { expect } from "chai";
import { isOpen, nextOpening, type Place } from "../../../server/calling/calling-hours.ts";
import { isHoliday } from "../../../server/calling/holidays.ts";
import { localTime } from "../../../server/calling/local-time.ts";
import { defaultOutcomes } from "../../../server/calling/outcome-catalogue.ts";
import { weekdays } from "../../../server/calling/policy.ts";
import { otherNumber, type PastAttempt, reschedule } from "../../../server/calling/reschedule.ts";
import { shippedPolicy, shippedPolicyNames } from "../../../server/calling/shipped-policy.ts";
import { sliceOf } from "../../../server/calling/slices.ts";
import { bands, type CaseDoc, type CaseNumber } from "../../../server/cases/case.ts";

const berlin: Place = { zones: ["Europe/Berlin"], country: "DE", region: "DE-BE" };
const plain = shippedPolicy("plain");
const adm = shippedPolicy("de-adm");

function number(id: string, over: Partial<CaseNumber> = {}): CaseNumber {
  return {
    id,
    kind: "landline",
    country: "DE",
    zones: ["Europe/Berlin"],
    state: "callable",
    attempts: 0,
    ...over,
  };
}

function caseWith(numbers: CaseNumber[]): CaseDoc {
  const planned = {
    state: "dialing",
    band: 5,
    score: 0,
    windowFrom: null,
    windowTo: null,
    pool: "",
    skill: "",
  };
  const counters = { attempts: 0, plannedTo: 0, contacts: 0, refusals: 0, lastAttemptAt: null, fence: 1 };
  const rest = { appointment: null, interviewId: null, disposition: null, finalOutcome: null, lease: null };
  return {
    ...planned,
    ...counters,
    ...rest,
    _id: "c1",
    studyId: "s1",
    reference: "S-1",
    batch: "b1",
    planRevision: 0,
    why: { code: "fresh", params: {} },
    replicate: 1,
    random: 0.5,
    language: "de",
    region: "DE-BE",
    sample: {},
    numbers,
    nextNumberId: numbers[0]?.id ?? null,
    current: null,
    boost: 0,
    source: null,
    blocked: null,
  } as CaseDoc;
}

/** Plans after calls to the first number, or to the one named: "n2:busy". */
function planAfter(
  calls: [at: string, outcome: string][],
  options: { policy?: typeof plain; numbers?: CaseNumber[]; now?: string } = {},
) {
  const history: PastAttempt[] = calls.map(([at, text], index) => {
    const [numberId = "n1", outcome] = text.includes(":") ? text.split(":") : ["n1", text];
    return { no: index + 1, numberId, at: new Date(at), outcome: outcome ?? text };
  });
  const now = new Date(options.now ?? history.at(-1)?.at ?? 0);
  return reschedule(caseWith(options.numbers ?? [number("n1")]), history, {
    policy: options.policy ?? plain,
    catalogue: defaultOutcomes(),
    now,
  });
}

const iso = (date: Date | null | undefined) => date?.toISOString().slice(0, 16);

describe("calling hours", () => {
  it("are those of the respondent's own clock", () => {
    const athens: Place = { zones: ["Europe/Athens"], country: "GR", region: null };
    const at = new Date("2026-11-19T19:30:00Z"); // 20:30 in Berlin, 21:30 in Athens
    expect(isOpen(plain.hours, berlin, at)).to.equal(true);
    expect(isOpen(plain.hours, athens, at)).to.equal(false);
  });

  it("need every possible zone to be open, and none known means closed", () => {
    const spain: Place = { zones: ["Europe/Madrid", "Atlantic/Canary"], country: "ES", region: null };
    expect(isOpen(plain.hours, spain, new Date("2026-11-19T08:30:00Z"))).to.equal(false); // 9:30 and 8:30
    expect(iso(nextOpening(plain.hours, spain, new Date("2026-11-19T08:30:00Z"))?.from)).to.equal(
      "2026-11-19T09:00",
    );
    expect(isOpen(plain.hours, { ...spain, zones: [] }, new Date("2026-11-19T12:00:00Z"))).to.equal(false);
    expect(nextOpening(plain.hours, { ...spain, zones: [] }, new Date())).to.equal(null);
  });

  it("follow the clock change in spring and autumn", () => {
    const night = {
      ...plain.hours,
      days: { ...plain.hours.days, sun: [["02:30", "10:00"]] as [string, string][] },
    };
    // 29 March 2026: 02:30 does not exist and becomes 03:30 CEST.
    expect(iso(nextOpening(night, berlin, new Date("2026-03-28T23:00:00Z"))?.from)).to.equal(
      "2026-03-29T01:30",
    );
    // 25 October 2026: 02:30 comes twice, the first (CEST) counts.
    expect(iso(nextOpening(night, berlin, new Date("2026-10-24T22:00:00Z"))?.from)).to.equal(
      "2026-10-25T00:30",
    );
    expect(iso(nextOpening(plain.hours, berlin, new Date("2026-03-28T20:30:00Z"))?.from)).to.equal(
      "2026-03-29T07:00",
    );
  });

  it("know holidays by Land, and for mobiles any Land's", () => {
    expect(isHoliday("DE", "DE-BE", "2026-03-08")).to.equal(true); // Frauentag
    expect(isHoliday("DE", "DE-BY", "2026-03-08")).to.equal(false);
    expect(isHoliday("DE", "DE-SN", "2026-11-18")).to.equal(true); // Buss- und Bettag
    expect(isHoliday("DE", "*", "2026-11-18")).to.equal(true);
    expect(isHoliday("DE", "DE-BE", "2026-11-18")).to.equal(false);
  });

  it("close Sundays and holidays under the ADM guideline unless a reason is stated", () => {
    const sunday = new Date("2026-11-22T13:00:00Z");
    expect(isOpen(adm.hours, berlin, sunday)).to.equal(false);
    expect(isOpen({ ...adm.hours, reason: "working people are only home then" }, berlin, sunday)).to.equal(
      true,
    );
  });
});

describe("rescheduling a case", () => {
  it("never plans outside the hours: 20:00 + 3 h is tomorrow morning", () => {
    const plan = planAfter([["2026-11-19T19:00:00Z", "no-answer"]]);
    expect(plan.state).to.equal("waiting");
    expect(isOpen(plain.hours, berlin, plan.windowFrom ?? new Date(0))).to.equal(true);
    expect(iso(plan.windowFrom)).to.equal("2026-11-20T08:00");
  });

  it("counts a delay from the dial", () => {
    expect(iso(planAfter([["2026-11-19T14:00:00Z", "busy"]]).windowFrom)).to.equal("2026-11-19T14:20");
  });

  it("moves a second try into another part of the week", () => {
    const plan = planAfter([
      ["2026-11-17T10:00:00Z", "no-answer"],
      ["2026-11-18T10:00:00Z", "no-answer"],
    ]);
    expect(iso(plan.windowFrom)).to.equal("2026-11-18T16:00"); // 17:00 in Berlin: the evening
    expect(plan.why.code).to.equal("retry-other-slice");
  });

  describe("spreads tries over the parts of the week, not over the edges of the day", () => {
    /** Local hours that are callable and in no part of the week. */
    const edges: Record<string, number[]> = {
      "de-adm": [],
      "de-b2b": [8, 12, 17],
      demo: [0, 1, 2, 3, 4, 5, 6, 7, 8, 21, 22, 23],
      plain: [],
      uk: [],
      us: [8],
    };
    const place: Record<string, { zone: string; country: string }> = {
      uk: { zone: "Europe/London", country: "GB" },
      us: { zone: "America/New_York", country: "US" },
    };
    const whereOf = (name: string) => place[name] ?? { zone: "Europe/Berlin", country: "DE" };
    const monday = Date.parse("2026-11-16T00:00:00Z");
    const half = 30 * 60_000;

    it("is told for every preset", () => {
      expect(Object.keys(edges)).to.deep.equal(shippedPolicyNames());
    });

    for (const [name, hours] of Object.entries(edges)) {
      const policy = shippedPolicy(name);
      const { zone, country } = whereOf(name);
      const isEdge = (at: Date) => sliceOf(policy.slices, zone, at) === null;
      const there: Place = { zones: [zone], country, region: null };
      const callable = Array.from({ length: 7 * 48 }, (_, n) => new Date(monday + n * half)).filter((at) =>
        isOpen(policy.hours, there, at),
      );

      it(`${name}: every callable hour is in one, except ${hours.join(", ") || "none"}`, () => {
        const found = new Set(callable.filter(isEdge).map((at) => localTime(zone, at).hour));
        expect([...found].sort((a, b) => a - b)).to.deep.equal(hours);
      });

      it(`${name}: no retry after a no answer goes to an edge, whenever the first call was`, () => {
        const numbers = [number("n1", { zones: [zone], country })];
        for (const first of callable) {
          const calls: [string, string][] = [[first.toISOString(), "no-answer"]];
          while (calls.length < 7) {
            const plan = planAfter(calls, { policy, numbers });
            const at = plan.windowFrom ?? new Date(0);
            expect(
              isEdge(at),
              `${name}: retry ${calls.length} of ${calls[0]} at ${at.toISOString()}`,
            ).to.equal(false);
            calls.push([at.toISOString(), "no-answer"]);
          }
        }
      });
    }

    it("takes an edge where nothing else is open", () => {
      const days = { ...plain.hours.days };
      for (const day of weekdays) days[day] = [["07:00", "09:00"]];
      const policy = { ...plain, hours: { ...plain.hours, days } };
      expect(iso(planAfter([["2026-11-16T06:00:00Z", "no-answer"]], { policy }).windowFrom)).to.equal(
        "2026-11-17T07:00",
      );
    });

    it("calls back at an edge whoever spoke there", () => {
      const us = shippedPolicy("us");
      const numbers = [number("n1", { zones: ["America/New_York"], country: "US" })];
      const plan = planAfter([["2026-11-17T01:00:00Z", "minor-answered"]], { policy: us, numbers });
      expect(iso(plan.windowFrom)).to.equal("2026-11-17T13:00"); // 8:00 in New York
    });
  });

  it("calls whoever hung up at another hour of the day, in the same part of the week", () => {
    const plan = planAfter([["2026-11-16T17:00:00Z", "hung-up"]]);
    expect(plan).to.deep.include({ state: "rest" });
    expect(plan.why.code).to.equal("rested");
    expect(iso(plan.windowFrom)).to.equal("2026-11-19T18:00"); // three days later, 19:00 and not 18:00 in Berlin
  });

  it("goes on with the other number at once when the first is dead", () => {
    const plan = planAfter([["2026-11-19T14:00:00Z", "dead-number"]], {
      numbers: [number("n1"), number("n2")],
    });
    expect(plan).to.include({ state: "ready", nextNumberId: "n2" });
    expect(plan.numbers[0]?.state).to.equal("dead");
  });

  it("closes a case whose last number is dead, with that code", () => {
    expect(planAfter([["2026-11-19T14:00:00Z", "dead-number"]])).to.include({
      state: "final",
      disposition: "4.31",
    });
  });

  it("lets a soft refusal rest, then gives it to a converter, and stops after the second", () => {
    const first = planAfter([["2026-11-16T14:00:00Z", "refused-today"]]);
    expect(first).to.include({ state: "rest", skill: "converter", refusals: 1 });
    expect(iso(first.windowFrom)).to.equal("2026-11-21T14:00");
    const second = planAfter([
      ["2026-11-16T14:00:00Z", "refused-today"],
      ["2026-11-21T14:00:00Z", "hung-up"],
    ]);
    expect(second).to.include({ state: "final", disposition: "2.11" });
  });

  it("closes at the cap, as what the history says", () => {
    const calls = Array.from({ length: 10 }, (_, n): [string, string] => [
      `2026-11-${String(2 + n).padStart(2, "0")}T14:00:00Z`,
      n === 3 ? "refused-today" : "no-answer",
    ]);
    const plan = planAfter(calls);
    expect(plan.state).to.equal("final");
    expect(plan.disposition).to.equal("2.112");
    expect(plan.why.code).to.equal("numbers-exhausted");
  });

  it("counts the attempts of a number from the history, so that a repeat counts once", () => {
    const calls: [string, string][] = [["2026-11-19T14:00:00Z", "busy"]];
    expect(planAfter(calls)).to.deep.equal(planAfter(calls));
    expect(planAfter(calls).numbers[0]?.attempts).to.equal(1);
  });

  describe("with several numbers", () => {
    const two = [number("n1"), number("n2", { kind: "mobile" })];

    /** Dials a case whenever its plan allows it, always with the same outcome; then reads what was dialed when. */
    function ring(
      outcome: string,
      options: { policy?: typeof plain; numbers?: CaseNumber[]; dials: number },
    ) {
      const { policy = plain, numbers = two } = options;
      const dials: { numberId: string; at: Date }[] = [];
      let at = new Date("2026-11-16T09:00:00Z");
      let next = numbers[0]?.id ?? "";
      for (let n = 0; n < options.dials; n++) {
        dials.push({ numberId: next, at });
        const history = dials.map((dial, index) => ({ ...dial, no: index + 1, outcome }));
        // Each call takes a minute.
        const now = new Date(at.getTime() + 60_000);
        const context = { policy, catalogue: defaultOutcomes(), now };
        const plan = reschedule(caseWith(numbers), history, context);
        if (plan.state === "final") break;
        next = plan.nextNumberId ?? "";
        at = new Date(Math.max(now.getTime(), plan.windowFrom?.getTime() ?? 0));
      }
      return dials;
    }

    const unreached: [outcome: string, policy: typeof plain, hours: number][] = [
      ["no-answer", plain, 3],
      ["busy", plain, 1 / 3],
      ["voicemail", adm, 4],
      ["busy", adm, 1 / 3],
      ["voicemail-message", adm, 24],
      ["silent-call", adm, 72],
    ];
    for (const [outcome, policy, hours] of unreached)
      it(`lets ${hours.toFixed(1)} h pass before a number rings again: ${outcome}, ${policy.name}`, () => {
        const dials = ring(outcome, { policy, dials: 8 });
        expect(dials).to.have.length(8);
        for (const id of ["n1", "n2"]) {
          const own = dials.filter((dial) => dial.numberId === id).map((dial) => dial.at.getTime());
          expect(own.length, id).to.be.at.least(3);
          own.slice(1).forEach((at, n) => {
            expect(at - (own[n] ?? 0), `${id} dial ${n + 2}`).to.be.at.least(hours * 3_600_000);
          });
        }
      });

    it("tries each number once in a round, at once, then waits for the first whose time comes", () => {
      const three = [...two, number("n3")];
      const [first, second, third, fourth] = ring("no-answer", { numbers: three, dials: 4 });
      expect([first, second, third, fourth].map((dial) => dial?.numberId)).to.deep.equal([
        "n1",
        "n2",
        "n3",
        "n1",
      ]);
      expect(iso(third?.at)).to.equal("2026-11-16T09:02");
      expect(iso(fourth?.at)).to.equal("2026-11-16T16:00"); // 10:00 in Berlin on the first try: the evening now
    });

    it("waits for the number whose own delay ends first, not for the one tried least", () => {
      const plan = planAfter(
        [
          ["2026-11-16T09:00:00Z", "n1:busy"],
          ["2026-11-16T09:21:00Z", "n1:busy"],
          ["2026-11-16T09:22:00Z", "n2:voicemail-message"],
        ],
        { numbers: two },
      );
      expect(plan).to.include({ state: "waiting", nextNumberId: "n1" });
      expect(plan.why.code).to.equal("other-number");
      expect(iso(plan.windowFrom)).to.equal("2026-11-16T09:41");
    });

    it("spreads the tries of each number over the week by itself", () => {
      const calls: [string, string][] = [
        ["2026-11-16T09:00:00Z", "n1:no-answer"],
        ["2026-11-16T16:30:00Z", "n2:no-answer"],
      ];
      // An evening of n2 is none of n1, which was tried in the day.
      expect(planAfter(calls, { numbers: two })).to.include({ state: "ready", nextNumberId: "n1" });
      // Both have had their day, so the case waits for the evening although three hours are over.
      const plan = planAfter(
        [
          ["2026-11-16T09:00:00Z", "n1:no-answer"],
          ["2026-11-16T09:01:00Z", "n2:no-answer"],
        ],
        { numbers: two, now: "2026-11-16T12:30:00Z" },
      );
      expect(iso(plan.windowFrom)).to.equal("2026-11-16T16:00");
    });

    it("does not take another number to somebody who spoke, or whom we let ring in silence", () => {
      for (const outcome of ["hung-up", "call-back", "silent-call", "technical-fault"]) {
        const plan = planAfter([["2026-11-16T09:00:00Z", `n1:${outcome}`]], { numbers: two });
        expect(plan.windowFrom?.getTime(), outcome).to.be.greaterThan(Date.parse("2026-11-16T09:09:00Z"));
      }
    });
  });

  it("goes on after a refused number only when the other one's own delay is over", () => {
    const item = caseWith([number("n1"), number("n2")]);
    const context = { policy: plain, catalogue: defaultOutcomes(), refused: ["n1"] };
    const now = new Date("2026-11-16T09:10:00Z");
    const history: PastAttempt[] = [
      { no: 1, numberId: "n2", at: new Date("2026-11-16T09:00:00Z"), outcome: "busy" },
    ];
    expect(iso(otherNumber(item, history, { ...context, now })?.from)).to.equal("2026-11-16T09:20");
    expect(otherNumber(item, [], { ...context, now })).to.deep.include({ from: now });
    expect(otherNumber(caseWith([number("n1")]), history, { ...context, now })).to.equal(null);
  });

  it("keeps the number on which somebody was reached", () => {
    const numbers = [number("n1"), number("n2")];
    const plan = planAfter(
      [
        ["2026-11-19T10:00:00Z", "n1:no-answer"],
        ["2026-11-19T14:00:00Z", "n2:call-back"],
      ],
      { numbers },
    );
    expect(plan).to.include({ nextNumberId: "n2", band: bands.callBack });
  });

  it("holds a case for the supervisor when the policy leaves no window", () => {
    const none = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
    const policy = { ...plain, hours: { ...plain.hours, days: none } };
    const plan = planAfter([["2026-11-19T14:00:00Z", "no-answer"]], { policy });
    expect(plan).to.include({ state: "hold-supervisor" });
    expect(plan.why.code).to.equal("no-window");
  });

  it("plans every outcome of the catalogue into a state with a sentence", () => {
    for (const outcome of defaultOutcomes().outcomes) {
      const plan = planAfter([["2026-11-19T14:00:00Z", outcome.code]]);
      expect(plan.why.code, outcome.code).to.be.a("string");
      if (plan.state === "final") expect(plan.disposition, outcome.code).to.match(/^[1-4]\./);
      else if (!plan.state.startsWith("hold-"))
        expect(plan.windowFrom, outcome.code).to.be.an.instanceOf(Date);
    }
  });
});
