import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";

/** Keeper of personal data: encrypts contact fields and makes the keyed hashes by which they are found. */
export interface Vault {
  /** `keyId:iv:tag:data`, AES-256-GCM; `aad` is the document's `_id` + field, so that a value cannot be moved. */
  encrypt(text: string, aad: string): string;
  /** @throws Error when the key is unknown or the text was changed or moved */
  decrypt(cipher: string, aad: string): string;
  /** Keyed tag of an E.164 number, for exact search: `keyId:hmac`. */
  numberTag(e164: string): string;
  /** Keyed tags of the whole words of a name, without case and accents. */
  nameTags(name: string): string[];
  /** Keyed hash of a whole reference of the client's, read as `K 7`, `k-7` or `K/7` alike; null when nothing is in it. */
  referenceTag(reference: string): string | null;
  /** Keyed hash of an E.164 number for the blocklist; its secret is kept for ever. */
  blocklistHash(e164: string): string;
}

export interface VaultKeys {
  /** First encrypts, all decrypt. 32 bytes each. */
  contactKeys: { id: string; key: Buffer }[];
  searchSecret: { id: string; secret: string };
  blocklistSecret: { id: string; secret: string };
}

/** Reads `id:64 hex digits`, several separated by commas. @throws Error naming what is wrong, never the key */
export function parseContactKeys(text: string): VaultKeys["contactKeys"] {
  return text.split(",").map((part, index) => {
    const [id, hex] = part.trim().split(":");
    if (!id || !hex || !/^[a-z0-9]+$/.test(id) || !/^[0-9a-f]{64}$/i.test(hex))
      throw new Error(
        `CONTACT_KEYS: entry ${index + 1} is not "id:" and 64 hex digits (openssl rand -hex 32)`,
      );
    return { id, key: Buffer.from(hex, "hex") };
  });
}

function words(text: string): string[] {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/** Initials are left out: half of all people have one of them. */
function nameWords(name: string): string[] {
  return [...new Set(words(name).filter((word) => word.length > 1))];
}

export function createVault(keys: VaultKeys): Vault {
  const [current] = keys.contactKeys;
  if (!current) throw new Error("no contact key");
  const tag = (secret: VaultKeys["searchSecret"], text: string) =>
    `${secret.id}:${createHmac("sha256", secret.secret).update(text).digest("base64url")}`;
  return {
    encrypt(text, aad) {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", current.key, iv).setAAD(Buffer.from(aad));
      const data = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return [current.id, ...[iv, cipher.getAuthTag(), data].map((part) => part.toString("base64url"))].join(
        ":",
      );
    },
    decrypt(text, aad) {
      const [id, iv = "", authTag = "", data = ""] = text.split(":");
      const key = keys.contactKeys.find((candidate) => candidate.id === id)?.key;
      if (!key) throw new Error(`no contact key with id ${id}`);
      const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"))
        .setAAD(Buffer.from(aad))
        .setAuthTag(Buffer.from(authTag, "base64url"));
      return decipher.update(Buffer.from(data, "base64url"), undefined, "utf8") + decipher.final("utf8");
    },
    numberTag: (e164) => tag(keys.searchSecret, `number:${e164}`),
    nameTags: (name) => nameWords(name).map((word) => tag(keys.searchSecret, `name:${word}`)),
    referenceTag: (reference) =>
      words(reference).length > 0 ? tag(keys.searchSecret, `reference:${words(reference).join("-")}`) : null,
    blocklistHash: (e164) => tag(keys.blocklistSecret, e164),
  };
}
