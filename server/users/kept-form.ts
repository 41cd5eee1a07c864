import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { ErrorRequestHandler, Request, Response } from "express";
import type { Deps } from "../deps.ts";
import { toProblem, wantsJson } from "../http/error-handler.ts";
import { refererPath } from "../http/local-path.ts";
import { showSignIn } from "./sign-in-page.ts";

/** A form as it was sent, without token and passwords. */
export interface KeptForm {
  action: string;
  /** The page that it was sent from. */
  back: string;
  fields: { name: string; value: string }[];
}

const aad = "kept-form";
/** What a form of the sign-in page may carry; a questionnaire of 3 MB is far smaller when it is packed. */
const longest = 3_000_000;
const shownLetters = 300;

const isSecret = (name: string) => /^_csrf$|password/i.test(name);
const isId = (text: string) => /^[0-9a-f]{24}$/.test(text);

function seal(deps: Deps, form: KeptForm): string {
  return deps.vault.encrypt(deflateRawSync(JSON.stringify(form)).toString("base64"), aad);
}

/** The form that the sign-in page carried; null when there is none, or it was sealed by another house. */
export function openKept(deps: Deps, sealed: string): KeptForm | null {
  if (!sealed) return null;
  try {
    const packed = Buffer.from(deps.vault.decrypt(sealed, aad), "base64");
    return JSON.parse(inflateRawSync(packed, { maxOutputLength: 16_000_000 }).toString("utf8")) as KeptForm;
  } catch {
    return null;
  }
}

function fieldsOf(body: unknown): KeptForm["fields"] {
  return Object.entries((body ?? {}) as Record<string, unknown>)
    .filter(([name]) => !isSecret(name))
    .flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: String(one) })));
}

/**
 * A form whose session has ended meanwhile is not thrown away: the sign-in page takes it along, encrypted, and after
 * signing in it can be sent again. Only forms that a page of this house sent: another site could plant one.
 */
export function keepForm(deps: Deps): ErrorRequestHandler {
  return async (error, req, res, next) => {
    const back = refererPath(req.get("referer"), req.get("host"));
    const lost =
      toProblem(error).code === "sign-in-needed" && req.method === "POST" && req.is("urlencoded") && back;
    if (!lost || res.headersSent || wantsJson(req)) return next(error);
    const fields = fieldsOf(req.body);
    const kept = fields.length > 0 ? seal(deps, { action: req.originalUrl, back, fields }) : "";
    if (!kept || kept.length > longest) return next(error);
    await showSignIn(deps, res.status(401), { kept, next: back });
  };
}

/** After signing in: what was typed, and a button that sends it. */
export function showKept(req: Request, res: Response, form: KeptForm): void {
  const texts = form.fields.map(({ value }) => value.trim()).filter((text) => text && !isId(text));
  res.set("Cache-Control", "no-store").page("users/kept-form", {
    titleKey: "keptForm.title",
    narrow: true,
    path: req.path,
    ...form,
    texts: texts.map((text) => (text.length > shownLetters ? `${text.slice(0, shownLetters)} …` : text)),
  });
}
