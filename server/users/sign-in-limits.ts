import type { Request, RequestHandler, Response } from "express";
import { type ClientRateLimitInfo, ipKeyGenerator, rateLimit, type Store } from "express-rate-limit";
import { LRUCache } from "lru-cache";
import type { Clock } from "../deps.ts";
import { risingTime } from "../rising-time.ts";

const windowMs = 15 * 60 * 1000;
/** Wrong passwords for one account from one address. */
const perAccount = 5;
/** Wrong passwords from one address: a whole site may share one, so it is far higher. */
const perAddress = 100;

export const signInWindowMinutes = windowMs / 60_000;

export interface SignInLimits {
  /** Before the sign-in handler; only refused tries count. */
  limits: RequestHandler[];
  /** Tries that are left for this account from this address after the present one. */
  triesLeft(req: Request): number;
}

function loginOf(req: Request): string {
  const login: unknown = (req.body as { user?: unknown } | undefined)?.user;
  return typeof login === "string" ? login.trim().toLowerCase().slice(0, 64) : "";
}

/**
 * Counts of tries for one window after the first of them. The library's own store keeps an account shut out for as
 * long as the clock was set back, and grows with every name that is tried.
 */
function windowStore(now: () => number): Store {
  const tries = new LRUCache<string, number>({
    max: 20_000,
    ttl: windowMs,
    ttlResolution: 0,
    perf: { now },
  });
  // The library compares the end of the window with the clock.
  const info = (key: string, totalHits: number): ClientRateLimitInfo => ({
    totalHits,
    resetTime: new Date(Date.now() + tries.getRemainingTTL(key)),
  });
  const add = (key: string, count: number) => {
    const total = (tries.get(key) ?? 0) + count;
    tries.set(key, total, { noUpdateTTL: true });
    return info(key, total);
  };
  return {
    localKeys: true,
    get: (key) => {
      const total = tries.get(key);
      return total === undefined ? undefined : info(key, total);
    },
    increment: (key) => add(key, 1),
    decrement: (key) => {
      if (tries.has(key)) add(key, -1);
    },
    resetKey: (key) => {
      tries.delete(key);
    },
  };
}

/** Slows down guessing of passwords, by account and by address. `refuse` answers when there are too many. */
export function signInLimits(
  clock: Clock,
  refuse: (req: Request, res: Response) => void | Promise<void>,
): SignInLimits {
  const now = risingTime(clock);
  const address = (req: Request) => ipKeyGenerator(req.ip ?? "");
  const shared = {
    windowMs,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    skipSuccessfulRequests: true,
    handler: refuse,
  } as const;
  const byAddress = rateLimit({
    ...shared,
    store: windowStore(now),
    limit: perAddress,
    keyGenerator: address,
    requestPropertyName: "addressLimit",
  });
  const byAccount = rateLimit({
    ...shared,
    store: windowStore(now),
    limit: perAccount,
    keyGenerator: (req) => `${address(req)} ${loginOf(req)}`,
    requestPropertyName: "accountLimit",
  });
  return {
    limits: [byAddress, byAccount],
    triesLeft: (req) =>
      (req as Request & { accountLimit?: { remaining: number } }).accountLimit?.remaining ?? perAccount,
  };
}
