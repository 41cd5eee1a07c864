import type { Database } from "../db/database.ts";
import { isDuplicateKey } from "../db/is-duplicate-key.ts";
import { type UserDoc, userModel } from "./user-model.ts";

export async function findUserByLogin(db: Database, login: string): Promise<UserDoc | null> {
  return userModel(db).findOne({ login: login.trim().toLowerCase() }).lean();
}

export async function findUserById(db: Database, id: string): Promise<UserDoc | null> {
  return userModel(db).findById(id).lean();
}

export async function findUsersById(db: Database, ids: string[]): Promise<UserDoc[]> {
  return userModel(db)
    .find({ _id: { $in: ids } })
    .lean();
}

/** All accounts by name, those of one role if given. A house has hundreds of people, not millions. */
export async function findUsers(
  db: Database,
  filter: { role?: UserDoc["roles"][number] } = {},
): Promise<UserDoc[]> {
  return userModel(db)
    .find(filter.role ? { roles: filter.role } : {})
    .sort({ name: 1 })
    .lean();
}

export async function findDemoUsers(db: Database): Promise<UserDoc[]> {
  return userModel(db).find({ demo: true, disabled: false }).sort({ _id: 1 }).lean();
}

export async function countUsers(db: Database): Promise<number> {
  return userModel(db).estimatedDocumentCount();
}

/** False when the login is taken. */
export async function insertUser(db: Database, user: UserDoc): Promise<boolean> {
  try {
    await userModel(db).create(user);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

/** Shuts an account out or lets it in again, and ends its sessions. false: it is so already. */
export async function setUserDisabled(
  db: Database,
  id: string,
  change: Pick<UserDoc, "disabled" | "sessionsFrom">,
): Promise<boolean> {
  const filter = { _id: id, disabled: !change.disabled };
  return (await userModel(db).updateOne(filter, { $set: change })).modifiedCount === 1;
}

/** The account after the change; null when there is none with this id. */
export async function updateUser(
  db: Database,
  id: string,
  change: Partial<Omit<UserDoc, "_id" | "login">>,
): Promise<UserDoc | null> {
  return userModel(db).findByIdAndUpdate(id, { $set: change }, { returnDocument: "after" }).lean();
}
