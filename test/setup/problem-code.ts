import { Problem } from "../../server/http/problem.ts";

/** The code of the problem that a call fails with; null when it succeeds. Other errors are thrown on. */
export async function problemCode(call: Promise<unknown>): Promise<string | null> {
  try {
    await call;
    return null;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}
