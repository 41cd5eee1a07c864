import type { Request, Response } from "express";
import type { Deps } from "../deps.ts";
import { cookieValue, keepMs, longestCookie } from "./typed-cookie.ts";

const cookie = "fieldline.outcome";
const aad = (caseId: string) => `outcome:${caseId}`;

/** What was typed on the outcome form, by field. */
export type TypedOutcome = Record<string, string>;

/**
 * Keeps an outcome form whose session has ended in an encrypted cookie of its case: after signing in the same page has
 * the note, the outcome and the appointment in its fields again.
 * @returns false: it is too long for a cookie
 */
export function keepOutcome(deps: Deps, caseId: string, req: Request, res: Response): boolean {
  const form = Object.fromEntries(
    Object.entries(req.body as Record<string, unknown>)
      .filter(([name]) => name !== "_csrf")
      .map(([name, value]) => [name, String(value)]),
  );
  const value = deps.vault.encrypt(JSON.stringify(form), aad(caseId));
  if (value.length > longestCookie) return false;
  const { secure } = req;
  const path = `/cases/${caseId}`;
  res.cookie(cookie, value, { path, maxAge: keepMs, httpOnly: true, sameSite: "lax", secure });
  res.redirect(303, `/sign-in?next=${encodeURIComponent(`${path}/outcome`)}`);
  return true;
}

/** The form that was kept for this case; null when there is none. */
export function takeOutcome(deps: Deps, req: Request, caseId: string): TypedOutcome | null {
  const value = cookieValue(req, cookie);
  if (!value) return null;
  try {
    return JSON.parse(deps.vault.decrypt(value, aad(caseId))) as TypedOutcome;
  } catch {
    // Of another case, or of an older key.
    return null;
  }
}

/** The form has arrived, or nobody needs it any more. */
export function clearOutcome(req: Request, res: Response): void {
  if (cookieValue(req, cookie)) res.clearCookie(cookie, { path: `/cases/${String(req.params.id)}` });
}
