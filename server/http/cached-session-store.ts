import { type SessionData, Store } from "express-session";
import { LRUCache } from "lru-cache";

interface Cached {
  /** Kept as text: every request gets its own copy and changes nobody else's. */
  text: string;
  lastModified: Date | undefined;
}

/** What connect-mongo adds to a session that it has read, so that it knows when to touch it. */
type StoredSession = SessionData & { lastModified?: Date };

/**
 * Remembers sessions for some seconds before asking the store again. Reading the session was the largest
 * single cost of an interview step. A session that ends in another process lives on here for `ttlMs` at most.
 */
export class CachedSessionStore extends Store {
  readonly #inner: Store;
  readonly #cache: LRUCache<string, Cached>;

  constructor(inner: Store, options: { ttlMs: number; now: () => number }) {
    super();
    this.#inner = inner;
    this.#cache = new LRUCache({
      max: 5000,
      ttl: options.ttlMs,
      ttlResolution: 0,
      perf: { now: options.now },
    });
  }

  override get(sid: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    const cached = this.#cache.get(sid);
    if (cached) {
      const session: StoredSession = JSON.parse(cached.text);
      if (cached.lastModified) session.lastModified = cached.lastModified;
      callback(null, session);
      return;
    }
    this.#inner.get(sid, (error, session) => {
      if (!error && session) this.#remember(sid, session);
      callback(error, session);
    });
  }

  override set(sid: string, session: SessionData, callback?: (error?: unknown) => void): void {
    this.#inner.set(sid, session, (error) => {
      if (error) this.#cache.delete(sid);
      else this.#remember(sid, { ...session, lastModified: new Date() } as StoredSession);
      callback?.(error);
    });
  }

  override destroy(sid: string, callback?: (error?: unknown) => void): void {
    this.#cache.delete(sid);
    this.#inner.destroy(sid, callback);
  }

  override touch(sid: string, session: SessionData, callback?: () => void): void {
    // A session that somebody ended meanwhile cannot be touched; that is no fault.
    this.#inner.touch?.(sid, session, () => callback?.());
  }

  #remember(sid: string, session: StoredSession): void {
    const { lastModified, ...rest } = session;
    this.#cache.set(sid, { text: JSON.stringify(rest), lastModified });
  }
}
