import { Problem } from "./problem.ts";

/**
 * Runs what a form asked for. Faults of its input come back by field name, so that the page can be shown
 * again with what was typed; a conflict comes back under "form". Everything else is thrown on.
 */
export async function formErrors(work: () => Promise<unknown>): Promise<Record<string, string> | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 422 && error.errors.length > 0)
      return Object.fromEntries(error.errors.map(({ pointer, detail }) => [pointer, detail]));
    if (error.status === 409) return { form: error.code };
    throw error;
  }
}

/** The texts of a form body, without tokens and passwords: what may be shown again. */
export function typed(body: unknown): Record<string, string> {
  if (typeof body !== "object" || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === "string" && !/^_csrf$|password/i.test(entry[0]),
    ),
  );
}

/** Several values of one field, as a list; also when only one came. */
export function listOf(value: unknown): string[] {
  return [value].flat().filter((one): one is string => typeof one === "string" && one !== "");
}

/** One text field; "" when it did not come. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The lines of a text area; browsers send them with CR LF. */
export function linesOf(value: unknown): string {
  return textOf(value).replaceAll("\r\n", "\n");
}

/** The name that a form got when its page was shown: what it adds gets this id, so that sending it again adds nothing. */
export function formIdOf(body: unknown): { id?: string } {
  const id = textOf((body as { form?: unknown } | undefined)?.form);
  return /^[0-9a-f]{24}$/.test(id) ? { id } : {};
}
