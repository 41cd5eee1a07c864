import { Command } from "commander";
import { createApp } from "../server/app.ts";
import { loadConfig } from "../server/config.ts";
import { closeServer, listen, openHouse } from "../server/main.ts";

const say = (line: string) => process.stdout.write(`${line}\n`);

async function serve(): Promise<void> {
  const config = loadConfig();
  const house = await openHouse(config, say);
  try {
    const server = await listen(
      createApp(house.deps, { sessionSecret: house.sessionSecret }),
      config.host,
      config.port,
    );
    say(`Fieldline is open at http://${config.host}:${config.port}`);
    await new Promise<void>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
    });
    say("stopping: finishing the requests under way");
    await closeServer(server);
  } finally {
    await house.close();
  }
  say("stopped");
}

export function serveCommand(): Command {
  return new Command("serve").description("start the server (npm start does the same)").action(serve);
}
