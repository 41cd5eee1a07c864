import { hash } from "@node-rs/argon2";
import { expect } from "chai";
import { checkNewPassword } from "../../../server/users/check-new-password.ts";
import { hashPassword, needsRehash, verifyPassword } from "../../../server/users/hash-password.ts";

describe("passwords", () => {
  it("are kept as argon2id with a salt of their own and fit only themselves", async () => {
    const [a, b] = await Promise.all([hashPassword("blåbær über alles"), hashPassword("blåbær über alles")]);
    expect(a)
      .to.match(/^\$argon2id\$v=19\$m=47104,t=2,p=1\$/)
      .and.not.to.equal(b);
    expect(await verifyPassword(a, "blåbær über alles")).to.equal(true);
    expect(await verifyPassword(a, "blåbær über allem")).to.equal(false);
  });

  it("fit however the keyboard composes its accents", async () => {
    const stored = await hashPassword("Öltanker im Nebel".normalize("NFC"));
    expect(await verifyPassword(stored, "Öltanker im Nebel".normalize("NFD"))).to.equal(true);
  });

  it("fit nothing when there is no account", async () => {
    expect(await verifyPassword(null, "nobody has this password")).to.equal(false);
  });

  it("that were hashed more cheaply are to be hashed anew", async () => {
    const cheap = await hash("x", { memoryCost: 8192, timeCost: 1 });
    expect(needsRehash(cheap)).to.equal(true);
    expect(needsRehash(await hashPassword("x"))).to.equal(false);
  });

  it("are refused when short, endless or obvious, and otherwise left alone", () => {
    expect(checkNewPassword("short", "ayla")).to.equal("tooShort");
    expect(checkNewPassword("x".repeat(201), "ayla")).to.equal("tooLong");
    for (const text of ["Passwort12", "1234567890", "aaaaaaaaaaaa", "ayla.demir12"])
      expect(checkNewPassword(text, "ayla.demir"), text).to.equal("obvious");
    expect(checkNewPassword("correct horse", "ayla.demir")).to.equal(null);
  });
});
