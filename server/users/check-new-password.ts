/** Long rather than odd (NIST SP 800-63B 5.1.1.2): length and a short list of the obvious, no forced symbols. */
const shortest = 10;
const longest = 200;
const obvious = ["password", "passwort", "1234567890", "0123456789", "qwertyuiop", "qwertzuiop", "fieldline"];

/** Why a new password will not do, as a key of `users.password.*`; null when it will. */
export function checkNewPassword(password: string, login: string): "tooShort" | "tooLong" | "obvious" | null {
  if (password.length < shortest) return "tooShort";
  if (password.length > longest) return "tooLong";
  const plain = password.toLowerCase();
  const name = login.toLowerCase();
  if (new Set(plain).size < 4) return "obvious";
  if (obvious.some((word) => plain.startsWith(word) && plain.length < word.length + 4)) return "obvious";
  if (name.length > 3 && plain.includes(name) && plain.length < name.length + 4) return "obvious";
  return null;
}
