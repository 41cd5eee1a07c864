import type { Request } from "express";

/** Browsers keep about 4 kB per cookie. */
export const longestCookie = 3800;
/** So long what was typed waits for its person to sign in again. */
export const keepMs = 30 * 60_000;

export function cookieValue(req: Request, cookie: string): string | null {
  for (const part of (req.headers.cookie ?? "").split(";")) {
    const [name, value = ""] = part.trim().split("=", 2);
    if (name === cookie) return decodeURIComponent(value);
  }
  return null;
}
