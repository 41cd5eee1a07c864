import type { Deps } from "../deps.ts";
import { problem } from "../http/problem.ts";
import { writeAudit } from "../monitoring/audit.ts";
import { checkNewPassword } from "./check-new-password.ts";
import { hashPassword } from "./hash-password.ts";
import type { Role } from "./roles.ts";
import type { UserDoc } from "./user-model.ts";
import { findUserByLogin, insertUser, setUserDisabled, updateUser } from "./user-store.ts";

export interface NewUser {
  login: string;
  name: string;
  password: string;
  roles: Role[];
  languages?: string[];
  skills?: string[];
  site?: string | null;
  locale?: string;
  demo?: boolean;
}

const loginPattern = /^[a-z0-9][a-z0-9._-]{1,63}$/;

/** What is wrong with a new account, by field, as keys of `users.errors.*`; empty when nothing is. */
export function checkNewUser(
  user: NewUser,
): Partial<Record<"login" | "name" | "password" | "roles", string>> {
  const password = checkNewPassword(user.password, user.login);
  return {
    ...(loginPattern.test(user.login) ? {} : { login: "login" }),
    ...(user.name.trim() ? {} : { name: "name" }),
    ...(user.roles.length > 0 ? {} : { roles: "roles" }),
    ...(password ? { password } : {}),
  };
}

/**
 * Makes an account. `by` is the user id of whoever does it, or "command".
 * @throws Problem login-taken, invalid-input (pointers are field names)
 */
export async function addUser(deps: Deps, user: NewUser, by: string): Promise<UserDoc> {
  const login = user.login.trim().toLowerCase();
  // Demo accounts have passwords that are printed on the sign-in page; they exist on the loopback address only.
  const faults = Object.entries(checkNewUser({ ...user, login })).filter(
    ([field]) => !(user.demo && field === "password"),
  );
  if (faults.length > 0)
    throw problem(
      "invalid-input",
      {},
      faults.map(([pointer, detail]) => ({ pointer, detail })),
    );
  const now = deps.clock.now();
  const account: UserDoc = {
    _id: deps.newId(),
    login,
    name: user.name.trim(),
    passwordHash: await hashPassword(user.password),
    roles: user.roles,
    languages: user.languages ?? [],
    skills: user.skills ?? [],
    site: user.site ?? null,
    locale: user.locale ?? "en",
    disabled: false,
    sessionsFrom: now,
    createdAt: now,
    demo: user.demo ?? false,
  };
  if (!(await insertUser(deps.db, account))) throw problem("login-taken", { login });
  await writeAudit(deps, { by, act: "user.add", on: account._id, what: { login, roles: user.roles } });
  return account;
}

async function existing(deps: Deps, login: string): Promise<UserDoc> {
  const user = await findUserByLogin(deps.db, login);
  if (!user) throw problem("user-unknown", { login });
  return user;
}

/** Another one than before, whatever the clock says: it is what tells an account's present sessions from older ones. */
function newSessionsFrom(deps: Deps, { sessionsFrom }: UserDoc): Date {
  return new Date(Math.max(deps.clock.now().getTime(), sessionsFrom.getTime() + 1));
}

/** Sets a new password and ends the person's sessions. @throws Problem user-unknown, invalid-input */
export async function setPassword(deps: Deps, login: string, password: string, by: string): Promise<void> {
  const user = await existing(deps, login);
  const fault = checkNewPassword(password, user.login);
  if (fault) throw problem("invalid-input", {}, [{ pointer: "password", detail: fault }]);
  await updateUser(deps.db, user._id, {
    passwordHash: await hashPassword(password),
    sessionsFrom: newSessionsFrom(deps, user),
  });
  await writeAudit(deps, { by, act: "user.password", on: user._id });
}

/** Shuts an account out, or lets it in again; its sessions end within seconds. @throws Problem user-unknown */
export async function setDisabled(deps: Deps, login: string, disabled: boolean, by: string): Promise<void> {
  const user = await existing(deps, login);
  const change = { disabled, sessionsFrom: newSessionsFrom(deps, user) };
  if (!(await setUserDisabled(deps.db, user._id, change))) return;
  await writeAudit(deps, { by, act: disabled ? "user.disable" : "user.enable", on: user._id });
}

/** The language of the person's screens. */
export async function setLocale(deps: Deps, userId: string, locale: string): Promise<void> {
  await updateUser(deps.db, userId, { locale });
}

export { findUserById, findUsers, findUsersById } from "./user-store.ts";
