import { spawn } from "node:child_process";
import { packageRoot } from "../../server/paths.ts";
import { closedAtEnd } from "./leftovers.ts";

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the real command line to its end, with `input` on its standard input. */
export function runFieldline(
  args: string[],
  options: { env?: Record<string, string>; input?: string } = {},
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", "scripts/fieldline.ts", ...args], {
      cwd: packageRoot,
      env: { ...process.env, ...options.env },
    });
    closedAtEnd(async () => child.kill("SIGKILL"));
    let [out, err] = ["", ""];
    child.stdout.on("data", (part) => {
      out += part;
    });
    child.stderr.on("data", (part) => {
      err += part;
    });
    child.on("close", (code) => resolve({ code, out, err }));
    child.stdin.end(options.input ?? "");
  });
}

/** What a command needs to work on the database of a test. */
export function houseEnv(uri: string): Record<string, string> {
  return {
    MONGODB_URI: uri,
    SESSION_SECRET: "session-secret-of-the-tests-0123456789",
    CONTACT_KEYS: `k1:${"ab".repeat(32)}`,
    SEARCH_SECRET: "s1:search-secret-of-the-tests-0123456789",
    BLOCKLIST_SECRET: "b1:blocklist-secret-of-the-tests-0123456789",
  };
}
