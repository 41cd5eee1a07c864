import { type ChildProcess, fork } from "node:child_process";
import { extname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { BenchClient, type BenchInterview } from "./bench-client.ts";
import type { BenchServerReady } from "./bench-server.ts";
import { CommandError } from "./fail.ts";

const questions = 30;
const mostInterviewers = 50;

interface Run {
  concurrency: number;
  thinkMs: number;
  /** Interviews one after another by each interviewer, and questions answered in each. */
  rounds: number;
  stepsEach: number;
}

/** With think time a few steps tell as much as thirty and spare two minutes. */
const runs: Run[] = [
  { concurrency: 1, thinkMs: 0, rounds: 6, stepsEach: questions },
  { concurrency: 10, thinkMs: 0, rounds: 4, stepsEach: questions },
  { concurrency: 50, thinkMs: 0, rounds: 2, stepsEach: questions },
  { concurrency: 1, thinkMs: 4000, rounds: 1, stepsEach: 6 },
  { concurrency: 10, thinkMs: 4000, rounds: 1, stepsEach: 6 },
  { concurrency: 50, thinkMs: 4000, rounds: 1, stepsEach: 8 },
];

export interface StepsResult {
  concurrency: number;
  thinkMs: number;
  steps: number;
  stepsPerSecond: number;
  p50: number;
  p95: number;
  p99: number;
  serverCpuMsPerStep: number;
}

type Message = { ready?: BenchServerReady; failed?: string; cpuMs?: number };

function startServer(): { child: ChildProcess; ready: Promise<BenchServerReady> } {
  const here = fileURLToPath(import.meta.url);
  const file = join(here, "..", `bench-server${extname(here)}`);
  const child = fork(file, [String(mostInterviewers), String(questions)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ready = new Promise<BenchServerReady>((resolve, reject) => {
    child.on("message", (message: Message) => {
      if (message.ready) resolve(message.ready);
      if (message.failed) reject(new CommandError(`the server did not start: ${message.failed}`));
    });
    child.on("exit", (code) => reject(new CommandError(`the server ended with code ${code}`)));
  });
  return { child, ready };
}

/** CPU milliseconds that the server has used, by its own account. */
function cpuOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    const listen = (message: Message) => {
      if (message.cpuMs === undefined) return;
      child.off("message", listen);
      resolve(message.cpuMs);
    };
    child.on("message", listen);
    child.send("cpu");
  });
}

async function answer(interview: BenchInterview, run: Run, times: number[]): Promise<void> {
  // Interviewers do not press their keys in chorus.
  if (run.thinkMs > 0) await setTimeout(Math.random() * run.thinkMs);
  for (let step = 0; step < run.stepsEach; step++) {
    const took = await interview.step();
    if (took === null) return;
    times.push(took);
    if (run.thinkMs > 0) await setTimeout(run.thinkMs);
  }
}

async function measure(child: ChildProcess, clients: BenchClient[], run: Run): Promise<StepsResult> {
  const times: number[] = [];
  let cpuMs = 0;
  let seconds = 0;
  const mine = clients.slice(0, run.concurrency);
  for (let round = 0; round < run.rounds; round++) {
    // Claim, dial and contact form are no steps: they happen outside of the measurement.
    const interviews = await Promise.all(mine.map((client) => client.openInterview()));
    const cpuBefore = await cpuOf(child);
    const begin = performance.now();
    await Promise.all(interviews.map((interview) => answer(interview, run, times)));
    seconds += (performance.now() - begin) / 1000;
    cpuMs += (await cpuOf(child)) - cpuBefore;
    await Promise.all(interviews.map((interview) => interview.finish()));
  }
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    round(times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0, 1);
  return {
    concurrency: run.concurrency,
    thinkMs: run.thinkMs,
    steps: times.length,
    stepsPerSecond: round(times.length / seconds, 1),
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    serverCpuMsPerStep: round(cpuMs / times.length, 2),
  };
}

const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;

function say(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${line}\n`);
}

async function benchSteps(options: { json?: true }): Promise<void> {
  say("starting a server of its own");
  const { child, ready } = startServer();
  const clients: BenchClient[] = [];
  try {
    const { port, logins, password } = await ready;
    say(`${logins.length} interviewers sign in`);
    for (const login of logins) {
      const client = new BenchClient(port);
      await client.signIn(login, password);
      clients.push(client);
    }
    // A cold server compiles its templates and its code; nobody sits down at one.
    await measure(child, clients, { concurrency: 10, thinkMs: 0, rounds: 1, stepsEach: questions });
    const results: StepsResult[] = [];
    for (const run of runs) {
      say(`${run.concurrency} at once, ${run.thinkMs / 1000} s to think`);
      results.push(await measure(child, clients, run));
    }
    process.stdout.write(options.json ? `${JSON.stringify({ runs: results })}\n` : table(results));
  } finally {
    for (const client of clients) client.close();
    if (child.connected) child.send("stop");
  }
}

function table(results: StepsResult[]): string {
  const lines = results.map(
    (r) =>
      `${String(r.concurrency).padStart(3)} at once, think ${r.thinkMs / 1000} s: ${r.stepsPerSecond} steps/s, p50 ${r.p50} p95 ${r.p95} p99 ${r.p99} ms, server CPU ${r.serverCpuMsPerStep} ms a step (${r.steps} steps)\n`,
  );
  return lines.join("");
}

/** `fieldline bench steps`: figures, no verdict. */
export function benchStepsCommand(): Command {
  return new Command("steps")
    .description(
      "measure interview steps over HTTP: 1, 10 and 50 at once, in a closed loop and with 4 s to think",
    )
    .option("--json", "print one machine-readable result")
    .action(benchSteps);
}
