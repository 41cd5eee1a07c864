import { expect } from "chai";
import { MemoryStore, type SessionData } from "express-session";
import { CachedSessionStore } from "../../../server/http/cached-session-store.ts";

const session = (userId: string) => ({ cookie: { originalMaxAge: null }, userId }) as SessionData;

/** express-session's own store, counting how often it is asked. */
class CountingStore extends MemoryStore {
  reads = 0;
  override get(sid: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    this.reads++;
    super.get(sid, callback);
  }
}

describe("the cache before the session store", () => {
  let now: number;
  let inner: CountingStore;
  let store: CachedSessionStore;
  beforeEach(() => {
    now = 1000;
    inner = new CountingStore();
    store = new CachedSessionStore(inner, { ttlMs: 3000, now: () => now });
  });

  const set = (sid: string, data: SessionData) =>
    new Promise<void>((resolve, reject) =>
      store.set(sid, data, (error) => (error ? reject(error) : resolve())),
    );
  const get = (sid: string) =>
    new Promise<SessionData | null | undefined>((resolve, reject) =>
      store.get(sid, (error, data) => (error ? reject(error) : resolve(data))),
    );
  const endElsewhere = (sid: string) => new Promise<void>((resolve) => inner.destroy(sid, () => resolve()));

  it("asks the store once for many requests within some seconds", async () => {
    await set("a", session("u1"));
    for (let i = 0; i < 5; i++) expect(await get("a")).to.include({ userId: "u1" });
    expect(inner.reads).to.equal(0);
    now += 3001;
    await get("a");
    await get("a");
    expect(inner.reads).to.equal(1);
  });

  it("notices within those seconds that a session was ended by another process", async () => {
    await set("a", session("u1"));
    await endElsewhere("a");
    expect(await get("a")).to.include({ userId: "u1" });
    now += 3001;
    expect(await get("a")).not.to.be.an("object");
  });

  it("forgets at once what was ended here", async () => {
    await set("a", session("u1"));
    await new Promise<void>((resolve) => store.destroy("a", () => resolve()));
    expect(await get("a")).not.to.be.an("object");
  });

  it("gives every request its own copy", async () => {
    await set("a", session("u1"));
    Object.assign((await get("a")) ?? {}, { userId: "changed" });
    expect(await get("a")).to.include({ userId: "u1" });
  });

  it("passes an error of the store on and keeps nothing of it", async () => {
    inner.get = (_sid, callback) => callback(new Error("database gone"));
    let message = "";
    await get("a").catch((error: Error) => {
      message = error.message;
    });
    expect(message).to.equal("database gone");
  });
});
