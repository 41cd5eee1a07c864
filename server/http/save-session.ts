import type { Request } from "express";

/**
 * Stores the session now. Call it before a redirect that relies on what was just put into the session: the session
 * middleware sends the headers of a reply before its own save is done, and a quick browser then asks for the next
 * page with the session as it was.
 */
export function saveSession(req: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.save((error) => (error ? reject(error) : resolve()));
  });
}
