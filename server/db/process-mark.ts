import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** When Linux started a process, in ticks since this start of the machine; it stands whatever happens to the clock. */
async function linuxMark(pid: number): Promise<string> {
  const [stat, boot] = await Promise.all([
    readFile(`/proc/${pid}/stat`, "utf8"),
    readFile("/proc/sys/kernel/random/boot_id", "utf8"),
  ]);
  // The second field is the program's name in parentheses, which may hold anything; the start is field 22.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return `${boot.trim()} ${fields[19]}`;
}

async function unixMark(pid: number): Promise<string> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]);
  return stdout.trim();
}

/**
 * What tells a process from a later one under the same number: when it was started. null where the system does not
 * tell, or when there is no such process.
 */
export async function processMark(pid: number): Promise<string | null> {
  if (process.platform === "win32") return null;
  const mark = process.platform === "linux" ? linuxMark(pid) : unixMark(pid);
  return (await mark.catch(() => "")) || null;
}
