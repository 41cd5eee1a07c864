import { expect } from "chai";
import fc from "fast-check";
import { answerAtRandom } from "../../../surveys/autotest/answer-at-random.ts";
import { expectRowIsRoute } from "../../../surveys/autotest/invariants.ts";
import type { Node } from "../../../surveys/engine/compiled.ts";
import {
  type Act,
  applyAct,
  compile,
  currentStep,
  type InterviewState,
  type Item,
  type Questionnaire,
  startInterview,
  stepBefore,
} from "../../../surveys/engine/index.ts";
import { randomStream } from "../../../surveys/engine/random.ts";
import { realiseOrder } from "../../../surveys/engine/realise-order.ts";
import { type Route, routeOf } from "../../../surveys/engine/route.ts";
import { compiledFixture } from "../fixture.ts";

const names = [
  "off-route",
  "roster-count",
  "random-options",
  "masked-options",
  "grid-and-scale",
  "nested-roster",
  "every-type",
  "roster-list",
  "selection",
  "relations",
  "ranking",
  "grid-many",
  "dates",
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

const interviews = (only: string[]) =>
  fc.record({ name: fc.constantFrom(...only), seed: fc.string({ minLength: 1 }), steps: fc.nat(25) });
const check = (property: (interview: ReturnType<typeof someWay>) => void, only = names) =>
  fc.assert(
    fc.property(interviews(only), ({ name, seed, steps }) => property(someWay(name, seed, steps))),
    { numRuns: 60 },
  );

/** What conditions see of the roster item around an answer. */
function recordOf(route: Route, node: Node, items: readonly string[]) {
  const roster = node.rosters[items.length - 1];
  return route.records.get([roster?.id, ...items].join("@"));
}

/** The questionnaire with one more option, in front, wherever options are shuffled. */
function widened(definition: Questionnaire): Questionnaire {
  const copy = structuredClone(definition);
  const widen = (items: Item[]) => {
    for (const item of items) {
      if ("items" in item) widen(item.items);
      const shuffled = "order" in item && item.order && item.order !== "given";
      if (shuffled && "options" in item && item.type !== "grid")
        item.options?.unshift({ code: "new", label: "New" });
    }
  };
  widen(copy.items);
  return copy;
}

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

  it("going back and forward with the same answers changes nothing", () => {
    check(({ compiled, state }) => {
      let again = state;
      let key: string | null = currentStep(compiled, state).key;
      for (key = stepBefore(compiled, state, key); key; key = stepBefore(compiled, state, key)) {
        const { answer, kind } = currentStep(compiled, again, key);
        if (!answer || kind === "roster") continue;
        // A draw among nobody is the one act that may give something else when repeated.
        if (kind === "select" && "v" in answer && (answer.v as { eligible: number }).eligible === 0) continue;
        const [act, value] =
          "s" in answer ? (["special", answer.s] as const) : (["answer", answer.v] as const);
        const stored = again.answers[key];
        // Options hidden since are kept in the state and not on the screen; a new answer would drop them.
        if (JSON.stringify(stored) !== JSON.stringify(answer)) continue;
        const seq = again.lastSeq + 1;
        again = applyAct(compiled, again, { seq, kind: act, key, value, at: "" }).state;
      }
      expect({ ...again, lastSeq: 0 }).to.deep.equal({ ...state, lastSeq: 0 });
      expect(currentStep(compiled, again)).to.deep.equal(currentStep(compiled, state));
    });
  });

  it("what was shown keeps its order on resume, and after an option was added", () => {
    check(
      ({ compiled, states }) => {
        const wider = compile(widened(compiled.definition));
        for (const state of states.slice(0, 8)) {
          const act: Act = { seq: state.lastSeq + 1, kind: "note", key: "", at: "" };
          const resumed = applyAct(wider, JSON.parse(JSON.stringify(state)), act).state;
          const entries = routeOf(compiled, state).entries;
          expect(routeOf(wider, resumed).entries.map((entry) => entry.key)).to.deep.equal(
            entries.map((entry) => entry.key),
          );
          for (const { key } of entries.filter(
            (entry) => entry.kind === "question" && entry.key in state.orders,
          )) {
            const shown = currentStep(wider, resumed, key).options.map((option) => option.code);
            expect(shown.filter((code) => code !== "new")).to.deep.equal(
              currentStep(compiled, state, key).options.map((option) => option.code),
            );
          }
        }
      },
      ["random-options", "grid-and-scale"],
    );
  });

  it("the export equals the route", () => check(({ compiled, state }) => expectRowIsRoute(compiled, state)));

  it("no special answer is seen as a value", () => {
    check(({ compiled, state }) => {
      const route = routeOf(compiled, state);
      const { context } = route;
      for (const { node, answer, row, items, pair } of route.entries) {
        if (!answer || !("s" in answer)) continue;
        const around = items.length === 0 ? context.values : recordOf(route, node, items);
        const value = around?.[node.id];
        if (pair) {
          // A relation is seen as the list of pairs that are known; this pair must not be among them.
          const known = (value ?? []) as { a: string; b: string }[];
          const same = known.filter(({ a, b }) => pair.includes(a) && pair.includes(b));
          expect(same, node.id).to.deep.equal([]);
          continue;
        }
        expect(row ? (value as Record<string, unknown>)[row.code] : value, node.id).to.equal(undefined);
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
