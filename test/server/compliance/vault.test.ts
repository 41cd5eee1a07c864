import { expect } from "chai";
import { createVault, parseContactKeys } from "../../../server/compliance/vault.ts";

const secrets = {
  searchSecret: { id: "s1", secret: "one" },
  blocklistSecret: { id: "b1", secret: "two" },
};
const oldKey = `k1:${"11".repeat(32)}`;
const newKey = `k2:${"22".repeat(32)}`;
const vault = (keys: string) => createVault({ contactKeys: parseContactKeys(keys), ...secrets });

describe("the contact vault", () => {
  it("reads what it wrote, and never writes the same text the same way", () => {
    const v = vault(oldKey);
    const [a, b] = [v.encrypt("+493023125001", "c1:digits"), v.encrypt("+493023125001", "c1:digits")];
    expect(a).not.to.equal(b);
    expect(a).not.to.contain("23125001");
    expect(v.decrypt(a, "c1:digits")).to.equal("+493023125001");
  });

  it("reads old texts after a new key was put first, and writes with the new one", () => {
    const text = vault(oldKey).encrypt("Müller", "c1:name");
    const rotated = vault(`${newKey},${oldKey}`);
    expect(rotated.decrypt(text, "c1:name")).to.equal("Müller");
    expect(rotated.encrypt("Müller", "c1:name")).to.match(/^k2:/);
  });

  it("refuses a text that was moved to another person or changed", () => {
    const v = vault(oldKey);
    const text = v.encrypt("Müller", "c1:name");
    expect(() => v.decrypt(text, "c2:name")).to.throw();
    expect(() => v.decrypt(`${text.slice(0, -2)}xx`, "c1:name")).to.throw();
  });

  it("finds a name by whole words without case and accents", () => {
    const v = vault(oldKey);
    expect(v.nameTags("Frau Jörg-Müller")).to.include.members(v.nameTags("MULLER"));
    expect(v.nameTags("Muller")).not.to.deep.equal(v.nameTags("Mull"));
  });

  it("finds a client's reference only as a whole, down to its single characters, however it is written", () => {
    const v = vault(oldKey);
    expect(v.referenceTag("K-7")).to.equal(v.referenceTag(" k/7 "));
    for (const other of ["7", "K", "K-70", "7-K"])
      expect(v.referenceTag("K-7")).not.to.equal(v.referenceTag(other));
    expect(v.referenceTag(" - ")).to.equal(null);
  });

  it("names the entry of a malformed key without showing it", () => {
    expect(() => parseContactKeys(`${oldKey},k2:abcdef`))
      .to.throw(/entry 2/)
      .with.property("message")
      .that.does.not.contain("abcdef");
  });
});
