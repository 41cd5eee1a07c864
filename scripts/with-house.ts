import { loadConfig } from "../server/config.ts";
import type { Deps } from "../server/deps.ts";
import { openHouse } from "../server/main.ts";

/** Opens the data that the server works on, beside a running server too, and closes everything again. */
export async function withHouse<T>(work: (deps: Deps) => Promise<T>): Promise<T> {
  const config = loadConfig(process.env, { logLevel: "silent" });
  const say = (line: string) => {
    if (process.stderr.isTTY) process.stderr.write(`${line}\n`);
  };
  const house = await openHouse(config, say, { beside: true });
  try {
    return await work(house.deps);
  } finally {
    await house.close();
  }
}
