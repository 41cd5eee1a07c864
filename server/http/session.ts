import { createHash } from "node:crypto";
import MongoStore from "connect-mongo";
import type { RequestHandler } from "express";
import session from "express-session";
import type { Deps } from "../deps.ts";
import { risingTime } from "../rising-time.ts";
import { CachedSessionStore } from "./cached-session-store.ts";
import { sessionModel } from "./session-model.ts";

declare module "express-session" {
  interface SessionData {
    userId: string;
    /** The account's `sessionsFrom` at the sign-in, ISO 8601: another one there ends this session. */
    sessionsFrom: string;
    /** Language of the screens for somebody who is not signed in. */
    locale: string;
  }
}

/** How long a browser may be away: a shift with its breaks. Each use renews it. */
const idleMs = 10 * 60 * 60 * 1000;
const touchAfterSeconds = 10 * 60;

/** Seconds after which a session or account that was ended elsewhere is ended here too. */
export const revocationMs = 3000;

/** Browser sessions in MongoDB behind a short read cache. The cookie holds a signed random id and nothing else. */
export function sessions(deps: Deps, secret: string): RequestHandler {
  const store = new MongoStore({
    client: deps.db.getClient(),
    dbName: deps.db.name,
    collectionName: sessionModel(deps.db).collection.name,
    // The index that removes old sessions is declared in the model.
    autoRemove: "disabled",
    touchAfter: touchAfterSeconds,
    transformId: (sid) => createHash("sha256").update(sid).digest("base64url"),
  });
  return session({
    name: "fieldline.sid",
    secret,
    store: new CachedSessionStore(store, { ttlMs: revocationMs, now: risingTime(deps.clock) }),
    resave: false,
    saveUninitialized: false,
    rolling: false,
    proxy: deps.config.trustProxy > 0,
    cookie: {
      httpOnly: true,
      sameSite: "lax",
      secure: deps.config.trustProxy > 0 ? "auto" : false,
      maxAge: idleMs,
    },
  });
}
