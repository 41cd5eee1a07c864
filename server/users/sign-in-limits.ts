import type { Request, RequestHandler, Response } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";

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

/** Slows down guessing of passwords, by account and by address. `refuse` answers when there are too many. */
export function signInLimits(refuse: (req: Request, res: Response) => void | Promise<void>): SignInLimits {
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
    limit: perAddress,
    keyGenerator: address,
    requestPropertyName: "addressLimit",
  });
  const byAccount = rateLimit({
    ...shared,
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
