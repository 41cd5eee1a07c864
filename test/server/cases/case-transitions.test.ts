import { expect } from "chai";
import { caseStates } from "../../../server/cases/case.ts";
import {
  type CaseEvent,
  caseTransitions,
  nextCaseState,
  TransitionError,
} from "../../../server/cases/case-transitions.ts";

/** Said again by hand, so that a slip in the table shows. */
const allowed: [event: CaseEvent, from: string, to: string][] = [
  ["release", "held", "ready"],
  ["withhold", "ready", "held"],
  ["open-window", "waiting rest appointment suspended hold-information", "ready"],
  ["claim", "ready", "leased"],
  [
    "find-inbound",
    "ready waiting rest appointment suspended hold-information hold-language hold-supervisor held blocked final",
    "leased",
  ],
  ["dial", "leased wrap-up", "dialing"],
  ["answer", "dialing", "connected"],
  ["confirm", "dialing connected", "interview"],
  ["hang-up", "dialing connected interview", "wrap-up"],
  ["channel-lost", "dialing connected interview wrap-up", "hold-supervisor"],
  ["unblock", "blocked", "ready"],
  ["reopen", "final", "hold-supervisor"],
];

describe("case transitions", () => {
  for (const [event, from, to] of allowed)
    it(`${event}: ${from} -> ${to}, and from nowhere else`, () => {
      const good = from.split(" ");
      for (const state of caseStates) {
        if (good.includes(state)) expect(nextCaseState(state, event)).to.equal(to);
        else expect(() => nextCaseState(state, event), state).to.throw(TransitionError);
      }
    });

  it("give a case back to where the lease found it", () => {
    expect(nextCaseState("leased", "give-back", "suspended")).to.equal("suspended");
    expect(nextCaseState("leased", "lease-lost", "ready")).to.equal("ready");
    expect(() => nextCaseState("interview", "give-back")).to.throw(TransitionError);
  });

  it("plan a case from work or rest, never out of final", () => {
    const plans = (Object.keys(caseTransitions) as CaseEvent[]).filter((event) => event.startsWith("plan-"));
    expect(plans).to.have.length(9);
    for (const event of plans) {
      const to = event.replace("plan-", "");
      for (const state of [
        "leased",
        "dialing",
        "connected",
        "interview",
        "wrap-up",
        "hold-supervisor",
      ] as const)
        expect(nextCaseState(state, event)).to.equal(to);
      expect(() => nextCaseState("final", event)).to.throw(TransitionError);
    }
  });

  it("block whatever is not final", () => {
    for (const state of caseStates.filter((state) => state !== "final" && state !== "blocked"))
      expect(nextCaseState(state, "block")).to.equal("blocked");
    expect(() => nextCaseState("final", "block")).to.throw(/cannot block; allowed from: ready/);
  });
});
