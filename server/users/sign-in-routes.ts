import type { Request, Response } from "express";
import type { Deps } from "../deps.ts";
import { localPath, refererPath } from "../http/local-path.ts";
import { problem } from "../http/problem.ts";
import { type Routes, routes, userOf } from "../http/routes.ts";
import { saveSession } from "../http/save-session.ts";
import { markTime } from "../monitoring/time-ledger.ts";
import { isLocale } from "../views/translate.ts";
import { openKept, showKept } from "./kept-form.ts";
import { homeFor } from "./roles.ts";
import { demoAccounts, signIn, toSignedInUser } from "./sign-in.ts";
import { signInLimits } from "./sign-in-limits.ts";
import { type SignInPage, showSignIn } from "./sign-in-page.ts";
import type { UserDoc } from "./user-model.ts";
import { setLocale } from "./users.ts";

const text = (value: unknown) => (typeof value === "string" ? value : "");

async function enter(req: Request, user: UserDoc): Promise<void> {
  // A new session id: one that somebody planted before the sign-in is worth nothing afterwards.
  await new Promise<void>((resolve, reject) => {
    req.session.regenerate((error) => (error ? reject(error) : resolve()));
  });
  req.session.userId = user._id;
  req.session.sessionsFrom = user.sessionsFrom.toISOString();
  req.session.locale = user.locale;
  await saveSession(req);
}

/** Sign-in, sign-out, language of the screens, and the way from / to one's own start page. */
export function signInRoutes(deps: Deps): Routes {
  const r = routes();

  /** The page again, with what was typed and what it carries along. */
  const again = (req: Request, res: Response, state: Pick<SignInPage, "error" | "tries">) => {
    const { user, next, kept } = (req.body ?? {}) as Record<string, unknown>;
    return showSignIn(deps, res, { login: text(user), next: localPath(next), kept: text(kept), ...state });
  };

  const guard = signInLimits(deps.clock, (req, res) => again(req, res.status(429), { error: "tooMany" }));

  r.get("/", { roles: "public" }, (req, res) => {
    res.redirect(303, req.user ? homeFor(req.user.roles) : "/sign-in");
  });

  r.get("/sign-in", { roles: "public" }, async (req, res) => {
    if (req.user) return res.redirect(303, localPath(req.query.next) ?? homeFor(req.user.roles));
    await showSignIn(deps, res, { next: localPath(req.query.next) });
  });

  r.post("/sign-in", { roles: "public" }, ...guard.limits, async (req, res) => {
    const { user: login, password, as, next, kept } = (req.body ?? {}) as Record<string, unknown>;
    const user = as
      ? ((await demoAccounts(deps)).find((account) => account.login === as) ?? null)
      : await signIn(deps, text(login), text(password));
    if (!user) {
      deps.log.info({ requestId: req.id }, "sign-in refused");
      const tries = guard.triesLeft(req);
      await again(req, res.status(401), tries > 0 ? { error: "wrong", tries } : { error: "tooMany" });
      return;
    }
    // Visitors of a demo go on in the language in which they found it.
    const found = res.locals.locale ?? (req.acceptsLanguages("en", "de") || user.locale);
    const account = user.demo ? { ...user, locale: found } : user;
    await enter(req, account);
    deps.log.info({ requestId: req.id, user: user._id }, "signed in");
    const form = openKept(deps, text(kept));
    if (!form) return res.redirect(303, localPath(next) ?? homeFor(user.roles));
    req.user = toSignedInUser(account);
    // The token must be stored before the page that carries it can be sent back.
    res.locals.csrfToken();
    await saveSession(req);
    showKept(req, res, form);
  });

  r.post("/sign-out", { roles: "signed-in" }, async (req, res) => {
    const user = userOf(req);
    if (user.roles.includes("interviewer")) await markTime(deps, { userId: user.id, kind: "off" });
    await new Promise<void>((resolve, reject) => {
      req.session.destroy((error) => (error ? reject(error) : resolve()));
    });
    res.clearCookie("fieldline.sid").redirect(303, "/sign-in");
  });

  r.post("/language", { roles: "public" }, async (req, res) => {
    const locale = text((req.body as { locale?: unknown } | undefined)?.locale);
    if (!isLocale(locale)) throw problem("invalid-input", {}, [{ pointer: "locale", detail: "en, de" }]);
    req.session.locale = locale;
    await saveSession(req);
    if (req.user) await setLocale(deps, req.user.id, locale);
    res.redirect(303, refererPath(req.get("referer"), req.get("host")) ?? "/");
  });

  return r;
}
