/** A command that cannot do what was asked: one line with the reason and a hint. */
export class CommandError extends Error {}

/** Ends the process with one line on stderr and exit code 1; never a stack trace. */
export function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`fieldline: ${message}\n`);
  process.exitCode = 1;
}
