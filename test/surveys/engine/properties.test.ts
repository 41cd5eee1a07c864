import { expect } from "chai";
import fc from "fast-check";
import { answerAtRandom } from "../../../surveys/autotest/answer-at-random.ts";
import { expectRowIsRoute } from "../../../surveys/autotest/invariants.ts";
import {
  type Act,
  applyAct,
  currentStep,
  type InterviewState,
  startInterview,
} from "../../../surveys/engine/index.ts";
import { randomStream } from "../../../surveys/engine/random.ts";
import { realiseOrder } from "../../../surveys/engine/realise-order.ts";
import { routeOf } from "../../../surveys/engine/route.ts";
import { compiledFixture } from "../fixture.ts";

const names = [
  "off-route",
  "roster-count",
  "random-options",
  "masked-options",
  "grid-and-scale",
  "nested-roster",
  "every-type",
];
const surveys = new Map(names.map((name) => [name, compiledFixture(name)]));
const begin = { language: "en", today: "2026-01-15", sample: {} };

/** An interview that got some way, with the acts that led there. */
function someWay(name: string, seed: string, steps: number) {
  const compiled = surveys.get(name) as NonNullable<ReturnType<typeof surveys.get>>;
  const random = randomStream(seed, "test");
  const states: InterviewState[] = [startInterview(compiled, { seed, ...begin })];
  const acts: Act[] = [];
  const last = () => states.at(-1) as InterviewState;
  for (let count = 0; count < steps; count++) {
    const answered = routeOf(compiled, last()).entries.filter(
      (entry) => entry.kind === "question" && entry.done,
    );
    const at = random() < 0.3 ? answered[Math.floor(random() * answered.length)]?.key : undefined;
    for (const typed of answerAtRandom(compiled, last(), currentStep(compiled, last(), at), random)) {
      const act = { ...typed, seq: last().lastSeq + 1, at: "" };
      acts.push(act);
      states.push(applyAct(compiled, last(), act).state);
    }
  }
  return { compiled, states, acts, state: last() };
}

const interviews = fc.record({
  name: fc.constantFrom(...names),
  seed: fc.string({ minLength: 1 }),
  steps: fc.nat(25),
});
const check = (property: (interview: ReturnType<typeof someWay>) => void) =>
  fc.assert(
    fc.property(interviews, ({ name, seed, steps }) => property(someWay(name, seed, steps))),
    { numRuns: 60 },
  );

describe("in every interview", () => {
  it("the same acts give the same interview, twice over and when repeated", () => {
    check(({ compiled, states, acts, state }) => {
      let replayed = states[0] as InterviewState;
      for (const act of acts) {
        replayed = applyAct(compiled, replayed, act).state;
        replayed = applyAct(compiled, replayed, act).state;
      }
      expect(replayed).to.deep.equal(state);
    });
  });

  it("an answer is never lost by a change elsewhere, only hidden", () => {
    check(({ states, acts }) => {
      acts.forEach((act, at) => {
        const [before, after] = [states[at], states[at + 1]] as [InterviewState, InterviewState];
        for (const key of Object.keys(before.answers)) {
          if (key !== act.key && !(key in surveysRosters))
            expect(after.answers, `${act.key} touched ${key}`).to.have.property(key);
        }
      });
    });
  });

  it("a resume shows the same step", () => {
    check(({ compiled, state }) => {
      const stored = JSON.parse(JSON.stringify(state)) as InterviewState;
      expect(currentStep(compiled, stored)).to.deep.equal(currentStep(compiled, state));
    });
  });

  it("the export equals the route", () => check(({ compiled, state }) => expectRowIsRoute(compiled, state)));

  it("no special answer is seen as a value", () => {
    check(({ compiled, state }) => {
      const { context, entries } = routeOf(compiled, state);
      for (const { node, answer, row, items } of entries) {
        if (answer && "s" in answer && !row && items.length === 0)
          expect(context.values[node.id]).to.equal(undefined);
      }
    });
  });

  it("nothing changes a state in place", () => {
    check(({ compiled, state }) => {
      const before = JSON.stringify(state);
      const [typed] = answerAtRandom(compiled, state, currentStep(compiled, state), randomStream("x", "y"));
      if (typed) applyAct(compiled, state, { ...typed, seq: state.lastSeq + 1, at: "" });
      expect(JSON.stringify(state)).to.equal(before);
    });
  });
});

/** Roster answers change when a count does; their items are checked by the traps. */
const surveysRosters: Record<string, true> = { person: true, trip: true, room: true };

describe("a realised order", () => {
  const elements = fc.uniqueArray(fc.record({ code: fc.string({ minLength: 1 }), anchor: fc.boolean() }), {
    selector: (element) => element.code,
    minLength: 1,
    maxLength: 12,
  });
  const order = fc.constantFrom("random" as const, "rotated" as const, "reversed" as const);

  it("holds every element once and never moves an anchored one", () => {
    fc.assert(
      fc.property(elements, order, fc.string(), (list, kind, seed) => {
        const codes = realiseOrder(list, kind, seed, "key");
        expect([...codes].sort()).to.deep.equal(list.map((element) => element.code).sort());
        list.forEach((element, at) => {
          if (element.anchor) expect(codes[at]).to.equal(element.code);
        });
      }),
    );
  });

  it("keeps what was shown before when elements are added", () => {
    fc.assert(
      fc.property(elements, order, fc.string(), fc.nat(12), (list, kind, seed, count) => {
        const movable = list.filter((element) => !element.anchor);
        const old = movable.slice(0, count);
        const stored = realiseOrder(old, kind, seed, "key");
        const codes = realiseOrder(movable, kind, seed, "key", stored);
        expect(codes.slice(0, old.length)).to.deep.equal(stored);
      }),
    );
  });
});
