import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { libraryFolder, packageRoot } from "../../server/paths.ts";
import { answerAtRandom } from "../../surveys/autotest/answer-at-random.ts";
import {
  type Act,
  applyAct,
  codebook,
  compile,
  currentStep,
  decideQuota,
  type InterviewState,
  isComplete,
  type Questionnaire,
  row,
  startInterview,
} from "../../surveys/engine/index.ts";
import { randomStream } from "../../surveys/engine/random.ts";
import { startChromium } from "../setup/chromium.ts";
import { fixture, fixtureFolder } from "../surveys/fixture.ts";

type Move = { act: Act } | { quota: string };

interface Interview {
  definition: Questionnaire;
  begin: { seed: string; language: string; today: string; sample: Record<string, string> };
  moves: Move[];
}

/** Runs in the page with the bundled engine: every state, every step and the row at the end. */
const play = `({ definition, begin, moves }) => {
  const compiled = Engine.compile(definition);
  let state = Engine.startInterview(compiled, begin);
  const seen = [[state, Engine.currentStep(compiled, state)]];
  for (const move of moves) {
    state = "quota" in move ? Engine.decideQuota(compiled, state, move.quota, "open") : Engine.applyAct(compiled, state, move.act).state;
    seen.push([state, Engine.currentStep(compiled, state)]);
  }
  return JSON.stringify({ seen, row: Engine.row(compiled, state), book: Engine.codebook(compiled) });
}`;

/** A whole interview with random answers, and all that the engine says of it here. */
function playInNode(definition: Questionnaire, language: string): { interview: Interview; result: unknown } {
  const compiled = compile(definition);
  const begin = { seed: `browser-${definition.id}`, language, today: "2026-01-15", sample: {} };
  const random = randomStream(definition.id, "browser");
  const moves: Move[] = [];
  let state: InterviewState = startInterview(compiled, begin);
  const seen = [[state, currentStep(compiled, state)]];
  const note = (move: Move, next: InterviewState) => {
    moves.push(move);
    state = next;
    seen.push([state, currentStep(compiled, state)]);
  };
  for (let count = 0; count < 400 && !isComplete(compiled, state); count++) {
    const step = currentStep(compiled, state);
    if (step.kind === "awaitServer") {
      note({ quota: step.key }, decideQuota(compiled, state, step.key, "open"));
      continue;
    }
    for (const typed of answerAtRandom(compiled, state, step, random)) {
      const act = { ...typed, seq: state.lastSeq + 1, at: "" };
      note({ act }, applyAct(compiled, state, act).state);
    }
  }
  expect(isComplete(compiled, state), `${definition.id} came to an end`).to.not.equal(null);
  const result = { seen, row: row(compiled, state), book: codebook(compiled) };
  return { interview: { definition, begin, moves }, result: JSON.parse(JSON.stringify(result)) };
}

describe("the engine in Chromium", () => {
  let browser: Browser;
  let page: Page;

  before(async () => {
    const bundle = await build({
      entryPoints: [join(packageRoot, "surveys/engine/index.ts")],
      bundle: true,
      write: false,
      format: "iife",
      globalName: "Engine",
      platform: "browser",
    });
    browser = await startChromium();
    page = await browser.newPage();
    await page.addScriptTag({ content: bundle.outputFiles[0]?.text ?? "" });
  });
  after(() => browser.close());

  const library = readdirSync(libraryFolder).filter((file) => file.endsWith(".json"));
  const definitions = [
    ...readdirSync(fixtureFolder).map((file) => fixture(file.replace(/\.json$/, ""))),
    ...library.map((file) => JSON.parse(readFileSync(join(libraryFolder, file), "utf8")) as Questionnaire),
  ];
  for (const definition of definitions) {
    for (const language of definition.languages) {
      it(`has the same states, steps, row and codebook as in Node: ${definition.id}, ${language}`, async () => {
        const { interview, result } = playInNode(definition, language);
        const played = await page.evaluate<string>(`(${play})(${JSON.stringify(interview)})`);
        expect(JSON.parse(played)).to.deep.equal(result);
      });
    }
  }
});
