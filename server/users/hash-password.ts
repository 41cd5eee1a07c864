import { type Algorithm, hash, verify } from "@node-rs/argon2";

/**
 * argon2id, 46 MiB, 2 passes: more than twice the memory of the least that OWASP names (Password Storage Cheat
 * Sheet: 19 MiB, 2 passes). About 40 ms, so 200 people signing in at the start of a shift wait for seconds only.
 */
const cost = { algorithm: 2 as Algorithm, memoryCost: 47104, timeCost: 2, parallelism: 1 };
const costMark = `m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}`;

export async function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), cost);
}

let decoy: Promise<string> | undefined;

/** Takes as long when there is no such account (`null`), so that the time tells nobody which logins exist. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword("nobody has this password");
  const fits = await verify(passwordHash ?? (await decoy), password.normalize("NFKC"));
  return fits && passwordHash !== null;
}

/** Was it made with other parameters than today's? Then it is made anew at the next sign-in. */
export function needsRehash(passwordHash: string): boolean {
  return !passwordHash.startsWith("$argon2id$") || !passwordHash.includes(`$${costMark}$`);
}
