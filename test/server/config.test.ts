import { homedir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ConfigError, loadConfig } from "../../server/config.ts";

const secrets = {
  SESSION_SECRET: "s".repeat(32),
  CONTACT_KEYS: `k1:${"ab".repeat(32)}`,
  SEARCH_SECRET: "t".repeat(32),
  BLOCKLIST_SECRET: "u".repeat(32),
};

describe("the settings", () => {
  it("need nothing for a first try, and then listen on this machine only", () => {
    const config = loadConfig({});
    expect(config).to.include({ host: "127.0.0.1", port: 3000, mongodbUri: null });
    expect(Object.isFrozen(config)).to.equal(true);
  });

  it("keep a fetched MongoDB in the home folder, never in the project", () => {
    expect(loadConfig({}).cacheFolder).to.equal(join(homedir(), ".cache", "fieldline"));
    expect(loadConfig({ FIELDLINE_CACHE: "/srv/cache" }).cacheFolder).to.equal("/srv/cache");
  });

  it("name the variable, what was found and what is allowed", () => {
    expect(() => loadConfig({ PORT: "80a" })).to.throw(
      ConfigError,
      'PORT is "80a"; allowed is a whole number from 0 to 65535',
    );
    expect(() => loadConfig({ LOG_LEVEL: "loud" })).to.throw(
      ConfigError,
      /LOG_LEVEL is "loud"; allowed are fatal/,
    );
    expect(() => loadConfig({ MONGODB_URI: "localhost" })).to.throw(ConfigError, /mongodb:\/\//);
  });

  it("never show a secret that is too short", () => {
    expect(() => loadConfig({ SESSION_SECRET: "hush" }))
      .to.throw(ConfigError, /4 characters/)
      .with.property("message")
      .not.contain("hush");
  });

  it("demand the keys together with a database of one's own, because generated ones would be lost", () => {
    const uri = { MONGODB_URI: "mongodb://db.example/fieldline" };
    expect(() => loadConfig({ ...uri, ...secrets, CONTACT_KEYS: "" })).to.throw(
      ConfigError,
      /needed too: CONTACT_KEYS$/,
    );
    expect(loadConfig({ ...uri, ...secrets }).host).to.equal("0.0.0.0");
  });
});
