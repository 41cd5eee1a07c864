import { csrfSync } from "csrf-sync";
import type { Request, RequestHandler } from "express";
import { problem } from "./problem.ts";

const { generateToken, csrfSynchronisedProtection } = csrfSync({
  size: 32,
  getTokenFromRequest: (req) => {
    const fromForm: unknown = (req.body as { _csrf?: unknown } | undefined)?._csrf;
    return typeof fromForm === "string" ? fromForm : req.get("x-csrf-token");
  },
  skipCsrfProtection: (req) => isUpload(req),
});

function isUpload(req: Request): boolean {
  return req.is("multipart/form-data") === "multipart/form-data";
}

/**
 * Refuses every form and script call without the token of its session. The token reaches pages as
 * `csrfToken` and is made when a page shows it, so that a page without a form starts no session.
 * An upload is a stream: its body is not read here, so it goes on only to a path that checks the token
 * itself with `checkUploadToken`.
 */
export function csrf(uploadPaths: readonly RegExp[]): RequestHandler {
  return (req, res, next) => {
    Object.assign(res.locals, { csrfToken: () => generateToken(req) });
    if (isUpload(req) && !uploadPaths.some((path) => path.test(req.path)))
      throw problem("csrf-token-missing");
    csrfSynchronisedProtection(req, res, (error?: unknown) => {
      // Whose session has expired lacks the token too; the useful thing to say is "sign in".
      if (error) next(problem(req.user ? "csrf-token-missing" : "sign-in-needed"));
      else next();
    });
  };
}

/** For uploads: the token is the form's first field. @throws Problem csrf-token-missing */
export function checkUploadToken(req: Request, token: string | undefined): void {
  if (!token || token !== req.session.csrfToken) throw problem("csrf-token-missing");
}
