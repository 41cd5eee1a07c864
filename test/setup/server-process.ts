import { connectDatabase } from "../../server/db/database.ts";
import { testDeps } from "./test-deps.ts";
import { startTestServer } from "./test-server.ts";

/** The real app in a process of its own, to be killed: arguments are the database and a seed for its ids. */
const [uri = "", seed = "1"] = process.argv.slice(2);
const server = await startTestServer(testDeps(await connectDatabase(uri), { seed: Number(seed) }));
process.stdout.write(`${server.url}\n`);
