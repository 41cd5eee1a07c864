import type { ErrorRequestHandler, Request, Response } from "express";
import type { Deps } from "../deps.ts";
import { toProblem } from "../http/error-handler.ts";
import { translator } from "../views/translate.ts";
import { keepOutcome } from "./keep-outcome.ts";
import { cookieValue, keepMs, longestCookie } from "./typed-cookie.ts";
import { type TypedEntry, typedEntry } from "./typed-entry.ts";

const cookie = "fieldline.typed";

interface Kept {
  key: string;
  entry: TypedEntry;
}

const aad = (interviewId: string) => `typed:${interviewId}`;

/** Forms of a call. Each may be sent again: what was stored the first time is found and not doubled. */
const callForm = /^\/(?:interviews\/([^/]+)\/acts|cases\/([^/]+)\/outcome|cases\/[^/]+\/(?:dial|contact))$/;

/** Somebody else, or another window of this person, holds the interview now. */
const heldElsewhere = new Set(["taken-over", "stale-tab"]);

/**
 * When a form of a call cannot be taken because the session is over or the database is away, nothing typed is lost:
 * after signing in again a step's answer, or the outcome with its note, stands in the same fields (an encrypted cookie
 * carries it; `keepForm` has the rest), and an outage
 * is answered with a page that sends the same form once more.
 */
export function keepTyped(deps: Deps): ErrorRequestHandler {
  return (error, req, res, next) => {
    const failure = toProblem(error);
    const place = callForm.exec(req.originalUrl.split("?")[0] ?? "");
    const form = place && req.method === "POST" && req.is("urlencoded") && !res.headersSent;
    if (!form) return next(error);
    const body = req.body as Record<string, unknown>;
    const [, id, ofOutcome] = place;
    if (id && failure.code === "sign-in-needed") return keepInCookie(deps, id, body, res, req);
    if (ofOutcome && failure.code === "sign-in-needed" && keepOutcome(deps, ofOutcome, req, res)) return;
    if (id && heldElsewhere.has(failure.code)) return showTakenOver(id, body, failure, req, res);
    if (failure.status !== 503 || req.get("x-fieldline-step")) return next(error);
    showResend(body, failure, req, res);
  };
}

function showResend(
  body: Record<string, unknown>,
  { code }: ReturnType<typeof toProblem>,
  req: Request,
  res: Response,
): void {
  const t = translator(req.user?.locale ?? (req.acceptsLanguages("en", "de") || "en"));
  res.status(503).page("interviews/resend", {
    title: t(`problems.${code}.title`),
    detail: t(`problems.${code}.detail`),
    action: req.originalUrl,
    fields: Object.entries(body).flatMap(([name, value]) =>
      [value].flat().map((one) => ({ name, value: String(one) })),
    ),
  });
}

/** Says who has it, and shows what was typed here and is saved nowhere. */
function showTakenOver(
  id: string,
  body: Record<string, unknown>,
  { code, status, params }: ReturnType<typeof toProblem>,
  req: Request,
  res: Response,
): void {
  const t = translator(req.user?.locale ?? (req.acceptsLanguages("en", "de") || "en"));
  const { code: entry, text, marked, others } = typedEntry(body);
  const typed = [entry, text, ...(marked ?? []), ...Object.values(others)].filter(Boolean).join(" · ");
  // The script of the page puts this address in its bar.
  res.status(status).set({ "Cache-Control": "no-store", "X-Fieldline-Page": `/interviews/${id}` });
  res.page("interviews/taken-over", {
    title: t(`problems.${code}.title`, params),
    detail: t(`problems.${code}.detail`, params),
    typed,
    href: code === "stale-tab" ? `/interviews/${id}` : null,
  });
}

function keepInCookie(deps: Deps, id: string, body: Record<string, unknown>, res: Response, req: Request) {
  const kept: Kept = { key: String(body.key ?? ""), entry: typedEntry(body) };
  const value = deps.vault.encrypt(JSON.stringify(kept), aad(id));
  // A longer text is kept by the page's own script only.
  if (value.length <= longestCookie)
    res.cookie(cookie, value, {
      path: `/interviews/${id}`,
      maxAge: keepMs,
      httpOnly: true,
      sameSite: "lax",
      secure: req.secure,
    });
  // The page's own script keeps the form itself and asks to sign in elsewhere.
  if (req.get("x-fieldline-step")) return res.status(401).end();
  res.redirect(303, `/sign-in?next=${encodeURIComponent(`/interviews/${id}`)}`);
}

/** What was typed before the session ended, if anything was. */
export function takeTyped(deps: Deps, req: Request, interviewId: string): Kept | null {
  const value = cookieValue(req, cookie);
  if (!value) return null;
  try {
    return JSON.parse(deps.vault.decrypt(value, aad(interviewId))) as Kept;
  } catch {
    // Of another interview, or of an older key: then there is nothing to give back.
    return null;
  }
}

export function clearTyped(req: Request, res: Response): void {
  if (cookieValue(req, cookie)) res.clearCookie(cookie, { path: `/interviews/${String(req.params.id)}` });
}
