import { expect } from "chai";
import { shippedPolicy } from "../../../server/calling/shipped-policy.ts";
import { simulateField } from "../../../server/calling/simulate-field.ts";
import { type ExpectedFinish, expectedFinish } from "../../../server/monitoring/expected-finish.ts";
import { seededRandom } from "../../../server/seeded-deps.ts";

const dayMs = 86_400_000;
/** A Monday, midnight in Berlin. */
const start = new Date("2026-09-06T22:00:00Z");
const setup = {
  policy: shippedPolicy("plain"),
  order: "rules",
  cases: 1200,
  interviewers: 1,
  days: 35,
} as const;
/** So many days the page of a study looks back. */
const shownDays = 20;

interface Field {
  completes: number[];
  final: number[];
}

/** A simulated field by days: completes, and cases that came to their end. */
function fieldOf(seed: number): Field {
  const field: Field = { completes: Array(setup.days + 2).fill(0), final: Array(setup.days + 2).fill(0) };
  simulateField({
    ...setup,
    start,
    random: seededRandom(seed),
    watch: ({ end, complete, final }) => {
      const day = Math.floor((end.getTime() - start.getTime()) / dayMs);
      if (complete) field.completes[day] = (field.completes[day] ?? 0) + 1;
      if (final) field.final[day] = (field.final[day] ?? 0) + 1;
    },
  });
  return field;
}

const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

/** The first day whose end has so many completes. */
const dayOf = ({ completes }: Field, wanted: number) =>
  completes.findIndex((_, day) => total(completes.slice(0, day + 1)) >= wanted);

/** What the study's page says in the evening of the day on which a part of the way is made, and the truth. */
function ask(field: Field, target: number, part: number): { said: ExpectedFinish | null; truth: number } {
  const day = dayOf(field, target * part);
  const completes = total(field.completes.slice(0, day + 1));
  const said = expectedFinish({
    ...{ completes, toGo: target - completes, cases: setup.cases },
    final: total(field.final.slice(0, day + 1)),
    perDay: Array.from(
      { length: shownDays },
      (_, index) => field.completes[day - shownDays + 1 + index] ?? 0,
    ),
    weekday: (day % 7) + 1,
  });
  return { said, truth: dayOf(field, target) - day };
}

describe("when a study will be done, held against simulated fields", function () {
  this.timeout(120_000);
  let answers: { said: ExpectedFinish; truth: number }[];
  before(() => {
    answers = [];
    for (let seed = 1; seed <= 6; seed++) {
      const field = fieldOf(seed);
      for (const share of [0.6, 0.8])
        for (const part of [1 / 3, 2 / 3]) {
          const { said, truth } = ask(field, Math.round(share * total(field.completes)), part);
          if (said && truth > 0) answers.push({ said, truth });
        }
    }
  });

  it("has an answer after a third of the way, and the true day in the range about four times out of five", () => {
    // Two fields had made a third of the way before three whole days had passed.
    expect(answers).to.have.length(22);
    const inside = answers.filter(
      ({ said, truth }) => truth >= said.earliest && truth <= (said.latest ?? Number.POSITIVE_INFINITY),
    );
    expect(inside.length / answers.length).to.be.at.least(0.75);
  });

  it("is no more than half a day off in the middle, and says something: the range is three days at most", () => {
    const off = answers.map(({ said, truth }) => said.days - truth);
    expect(Math.abs(total(off) / off.length)).to.be.at.most(0.5);
    const widths = answers.map(({ said }) => (said.latest ?? 60) - said.earliest);
    expect(total(widths) / widths.length).to.be.at.most(3);
  });
});
