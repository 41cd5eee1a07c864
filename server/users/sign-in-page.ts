import type { Response } from "express";
import type { Deps } from "../deps.ts";
import { demoAccounts } from "./sign-in.ts";
import { signInWindowMinutes } from "./sign-in-limits.ts";

export interface SignInPage {
  /** User name as typed. */
  login?: string;
  /** Where to go then. */
  next?: string | null;
  /** A sealed form that could not be taken because its session had ended. */
  kept?: string;
  error?: "wrong" | "tooMany";
  tries?: number;
}

export async function showSignIn(
  deps: Deps,
  res: Response,
  { login = "", next = null, kept = "", ...state }: SignInPage,
): Promise<void> {
  res.set("Cache-Control", "no-store").page("users/sign-in", {
    titleKey: "signIn.title",
    narrow: true,
    mainClass: "sign-in",
    ...{ login, next, kept },
    demo: (await demoAccounts(deps)).map((one) => ({
      ...{ login: one.login, name: one.name },
      role: one.roles[0],
    })),
    demoMode: deps.config.demo,
    ...state,
    minutes: signInWindowMinutes,
  });
}
