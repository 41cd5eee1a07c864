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
