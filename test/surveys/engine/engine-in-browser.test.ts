import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { expect } from "chai";
import { build } from "esbuild";
import { packageRoot } from "../../../server/paths.ts";
import { answerAtRandom } from "../../../surveys/autotest/answer-at-random.ts";
import {
  type Act,
  applyAct,
  compile,
  currentStep,
  type InterviewState,
  isComplete,
  row,
  startInterview,
} from "../../../surveys/engine/index.ts";
import { randomStream } from "../../../surveys/engine/random.ts";
import { fixture } from "../fixture.ts";

/** Runs in the bundle: the whole interview from its acts, each step on the way, and the row at its end. */
const play = `
  const input = JSON.parse(text);
  const compiled = Engine.compile(input.definition);
  let state = Engine.startInterview(compiled, input.begin);
  const steps = [Engine.currentStep(compiled, state)];
  for (const act of input.acts) {
    state = Engine.applyAct(compiled, state, act).state;
    steps.push(Engine.currentStep(compiled, state));
  }
  JSON.stringify({ state, steps, row: Engine.row(compiled, state) });
`;

describe("the engine bundled for the browser", () => {
  it("plays whole interviews exactly as the server does, with nothing of Node but what browsers have too", async () => {
    const bundle = await build({
      entryPoints: [join(packageRoot, "surveys/engine/index.ts")],
      ...{
        bundle: true,
        write: false,
        format: "iife",
        globalName: "Engine",
        platform: "browser",
        logLevel: "silent",
      },
    });
    const code = bundle.outputFiles[0]?.text ?? "";
    for (const name of [
      "every-type",
      "roster-count",
      "selection",
      "random-options",
      "nested-roster",
      "relations",
    ]) {
      const definition = fixture(name);
      const compiled = compile(definition);
      const begin = { seed: `browser-${name}`, language: "en", today: "2026-01-15", sample: {} };
      const random = randomStream(name, "browser");
      let state: InterviewState = startInterview(compiled, begin);
      const acts: Act[] = [];
      const steps = [currentStep(compiled, state)];
      while (!isComplete(compiled, state)) {
        for (const typed of answerAtRandom(compiled, state, currentStep(compiled, state), random)) {
          const act = { ...typed, seq: state.lastSeq + 1, at: "" };
          acts.push(act);
          state = applyAct(compiled, state, act).state;
          steps.push(currentStep(compiled, state));
        }
      }
      const played = runInNewContext(`${code}\n${play}`, {
        text: JSON.stringify({ definition, begin, acts }),
        TextEncoder,
        TextDecoder,
      });
      expect(JSON.parse(played), name).to.deep.equal(
        JSON.parse(JSON.stringify({ state, steps, row: row(compiled, state) })),
      );
    }
  });
});
