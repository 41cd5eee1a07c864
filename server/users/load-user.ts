import type { RequestHandler } from "express";
import { LRUCache } from "lru-cache";
import type { Deps } from "../deps.ts";
import type { SignedInUser } from "../http/routes.ts";
import { revocationMs } from "../http/session.ts";
import { risingTime } from "../rising-time.ts";
import { isLocale } from "../views/translate.ts";
import { toSignedInUser } from "./sign-in.ts";
import { findUserById } from "./user-store.ts";

interface Known {
  user: SignedInUser | null;
  sessionsFrom: string;
}

/**
 * Puts the signed-in person into `req.user`. The account is read again after some seconds, so that one that
 * was disabled, changed or given a new password is noticed that soon on every process.
 */
export function loadUser(deps: Deps): RequestHandler {
  const cache = new LRUCache<string, Known>({
    max: 5000,
    ttl: revocationMs,
    ttlResolution: 0,
    perf: { now: risingTime(deps.clock) },
  });
  const known = async (id: string): Promise<Known> => {
    const cached = cache.get(id);
    if (cached) return cached;
    const user = await findUserById(deps.db, id);
    const read: Known =
      user && !user.disabled
        ? { user: toSignedInUser(user), sessionsFrom: user.sessionsFrom.toISOString() }
        : { user: null, sessionsFrom: "" };
    cache.set(id, read);
    return read;
  };
  return async (req, res, next) => {
    const { userId, sessionsFrom, locale } = req.session;
    if (locale && isLocale(locale)) res.locals.locale = locale;
    if (userId && sessionsFrom) {
      const account = await known(userId);
      // The session's language holds at once, the account's within the life of this cache.
      if (account.user && sessionsFrom === account.sessionsFrom)
        req.user = { ...account.user, locale: res.locals.locale ?? account.user.locale };
    }
    next();
  };
}
