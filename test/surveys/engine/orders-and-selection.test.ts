import { expect } from "chai";
import { applyAct, compile, currentStep, startInterview } from "../../../surveys/engine/index.ts";
import { fixture } from "../fixture.ts";

const begin = (name: string, seed: string) => {
  const compiled = compile(fixture(name));
  return { compiled, state: startInterview(compiled, { seed, language: "en", today: "2026-01-15" }) };
};

function optionsAt(name: string, seed: string, key: string): string {
  const { compiled, state } = begin(name, seed);
  return currentStep(compiled, state, key)
    .options.map(({ code }) => code)
    .join(" ");
}

const seeds = Array.from({ length: 60 }, (_, at) => `seed ${at}`);
const over = (name: string, key: string) => new Set(seeds.map((seed) => optionsAt(name, seed, key)));

describe("orders", () => {
  it("rotated starts at any option and goes round, the anchored one stays last", () => {
    expect([...over("orders", "turned")].sort()).to.deep.equal([
      "1 2 3 4 97",
      "2 3 4 1 97",
      "3 4 1 2 97",
      "4 1 2 3 97",
    ]);
  });

  it("reversed goes backwards in some interviews, the anchored one stays last", () => {
    expect([...over("orders", "mirrored")].sort()).to.deep.equal(["1 2 3 97", "3 2 1 97"]);
  });

  it("hold for the rows of a grid and the questions of a block too", () => {
    const rows = seeds.map((seed) => {
      const { compiled, state } = begin("orders", seed);
      return currentStep(compiled, state, "rows@a")
        .rows.map(({ key }) => key.at(-1))
        .join("");
    });
    expect([...new Set(rows)].sort()).to.deep.equal(["abc", "bca", "cab"]);
    const firsts = seeds.map((seed) => {
      const { compiled, state } = begin("orders", seed);
      return currentStep(compiled, state, "first").previous === "second";
    });
    expect(new Set(firsts)).to.deep.equal(new Set([true, false]));
  });
});

describe("own options beside those of an earlier answer", () => {
  it("stand last, whatever the order", () => {
    for (const seed of seeds) {
      const { compiled, state } = begin("masked-own-options", seed);
      const act = { seq: 1, kind: "answer" as const, key: "known", value: ["3", "1"], at: "" };
      const step = currentStep(compiled, applyAct(compiled, state, act).state);
      const codes = step.options.map(({ code }) => code);
      expect(codes.at(-1)).to.equal("97");
      expect(codes.slice(0, -1).sort()).to.deep.equal(["1", "3"]);
    }
  });
});

describe("selection without a list of people", () => {
  const answer = (key: string, value: object) => {
    const { compiled, state } = begin("select-mobile", "1");
    return applyAct(compiled, state, { seq: 1, kind: "answer", key, value: value as never, at: "" });
  };

  it("takes the user of a mobile without asking for anything", () => {
    expect(answer("target", {}).state.answers.target).to.deep.equal({
      v: { method: "mobileUser", eligible: 1 },
    });
  });

  it("stores how many were eligible for the birthday and refuses nobody or a part of one", () => {
    const { state } = answer("born", { eligible: 3 });
    expect(state.answers.born).to.deep.equal({ v: { method: "nextBirthday", eligible: 3 } });
    for (const eligible of [0, 1.5]) expect(answer("born", { eligible }).rejections).to.have.length(1);
  });

  it("by birthday takes the person named, once for all", () => {
    const { compiled, state } = begin("select-birthday", "1");
    let now = state;
    const send = (kind: string, key: string, value: unknown) => {
      const act = { seq: now.lastSeq + 1, kind, key, value, at: "" } as Parameters<typeof applyAct>[2];
      const result = applyAct(compiled, now, act);
      now = result.state;
      return result.rejections;
    };
    send("addItem", "person", "Ada");
    send("addItem", "person", "Ben");
    send("answer", "person", true);
    const [ada, ben] = (now.answers.person as { v: string[] }).v;
    expect(send("answer", "target", { selected: ben })).to.deep.equal([]);
    expect(send("answer", "target", { selected: ada })[0]?.code).to.equal("frozen");
    expect(now.answers.target).to.deep.equal({
      v: { method: "lastBirthday", eligible: 2, selected: ben },
    });
  });
});
