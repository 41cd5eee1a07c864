import { createInterface } from "node:readline";
import { connectDatabase } from "../../server/db/database.ts";
import { beforeEveryWrite } from "./crash-before-write.ts";
import { testDeps } from "./test-deps.ts";
import { startTestServer } from "./test-server.ts";

/**
 * The real app in a process of its own, to be killed: arguments are the database and a seed for its ids. It prints
 * its address. A line with a number n on its input makes it kill itself with SIGKILL before its n-th write from
 * then on (counted from 0), `never` that it lives; it repeats the line when it is ready to.
 */
const [uri = "", seed = "1"] = process.argv.slice(2);
const server = await startTestServer(testDeps(await connectDatabase(uri), { seed: Number(seed) }));
let left = Number.POSITIVE_INFINITY;
beforeEveryWrite(() => {
  if (left-- === 0) process.kill(process.pid, "SIGKILL");
});
createInterface({ input: process.stdin }).on("line", (line) => {
  left = Number(line);
  process.stdout.write(`${line}\n`);
});
process.stdout.write(`${server.url}\n`);
