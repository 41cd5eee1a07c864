import type { Deps } from "../deps.ts";
import type { SignedInUser } from "../http/routes.ts";
import { hashPassword, needsRehash, verifyPassword } from "./hash-password.ts";
import type { UserDoc } from "./user-model.ts";
import { findDemoUsers, findUserByLogin, updateUser } from "./user-store.ts";

export function toSignedInUser(user: UserDoc): SignedInUser {
  const { _id, login, name, roles, languages, skills, site, locale } = user;
  return { id: _id, login, name, roles, languages, skills, site, locale };
}

/** The account when login and password fit together and it is not disabled; null tells nobody which of these failed. */
export async function signIn(deps: Deps, login: string, password: string): Promise<UserDoc | null> {
  const user = await findUserByLogin(deps.db, login);
  const fits = await verifyPassword(user?.passwordHash ?? null, password);
  if (!user || !fits || user.disabled) return null;
  if (needsRehash(user.passwordHash))
    await updateUser(deps.db, user._id, { passwordHash: await hashPassword(password) });
  return user;
}

/** The one-click accounts of demo mode, in the order in which they were made; none outside of it. */
export async function demoAccounts(deps: Deps): Promise<UserDoc[]> {
  return deps.config.demo ? findDemoUsers(deps.db) : [];
}
