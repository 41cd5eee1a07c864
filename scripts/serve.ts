import { Command } from "commander";
import { createApp } from "../server/app.ts";
import { startFieldJobs } from "../server/cases/field-jobs.ts";
import { type Config, loadConfig } from "../server/config.ts";
import { ensureIndexes } from "../server/db/database.ts";
import { demoState, dropDemo, isEmptyDatabase } from "../server/db/demo-mark.ts";
import { closeServer, type House, listen, openHouse } from "../server/main.ts";
import { CommandError } from "./fail.ts";
import { demoAccountLines, fillDemoHouse } from "./fill-demo-house.ts";

interface ServeOptions {
  empty?: true;
  resetDemo?: true;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

async function resetDemo(house: House): Promise<void> {
  if (!(await dropDemo(house.deps.db)))
    throw new CommandError(
      "--reset-demo: this database does not carry the demo mark, so nothing was dropped. Choose another data folder with FIELDLINE_DATA.",
    );
  say("the demo was dropped");
  await ensureIndexes(house.deps.db);
}

const loopback = new Set(["127.0.0.1", "localhost", "::1"]);

/**
 * Is this a demo? The embedded database gets the demo studies while nobody else works in it.
 * A demo has accounts that anybody can open, so it never listens on an address that others reach.
 */
async function prepareDemo(house: House, options: ServeOptions): Promise<boolean> {
  const { db, config } = house.deps;
  const state = await demoState(db);
  const wanted = house.embedded && !options.empty && (await isEmptyDatabase(db));
  if (state === "none" && !wanted) return false;
  if (!loopback.has(config.host))
    throw new CommandError(
      `this database holds the demo, whose accounts are open to everybody, so it listens on 127.0.0.1 only; HOST is ${config.host}. For a house of your own use another folder (FIELDLINE_DATA) with --empty.`,
    );
  await fillDemoHouse(house, say);
  return true;
}

function checkOptions(config: Config, options: ServeOptions): void {
  if (options.empty && options.resetDemo)
    throw new CommandError("--empty and --reset-demo exclude each other; give one of them");
  if (options.resetDemo && config.mongodbUri)
    throw new CommandError("--reset-demo works on the embedded database only; MONGODB_URI is set");
}

async function untilSignal(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });
}

async function serve(options: ServeOptions): Promise<void> {
  const config = loadConfig();
  checkOptions(config, options);
  const house = await openHouse(config, say);
  try {
    if (options.resetDemo) await resetDemo(house);
    const demo = await prepareDemo(house, options);
    const deps = { ...house.deps, config: { ...config, demo } };
    const app = createApp(deps, { sessionSecret: house.sessionSecret });
    const server = await listen(app, config.host, config.port);
    say(`Fieldline is open at http://${config.host}:${config.port}`);
    if (demo) demoAccountLines().forEach(say);
    const stopJobs = startFieldJobs(deps);
    await untilSignal();
    say("stopping: finishing the requests under way");
    await closeServer(server);
    await stopJobs();
  } finally {
    await house.close();
  }
  say("stopped");
}

export function serveCommand(): Command {
  return new Command("serve")
    .description("start the server (npm start does the same)")
    .option("--empty", "start without the demo studies: a small house of your own")
    .option("--reset-demo", "drop the demo and load it afresh; refused on a database that is not a demo")
    .action(serve);
}
