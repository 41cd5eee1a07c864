/** What a test opened and has not closed: the run closes it at its end, so that a failure never keeps it alive. */
type Close = () => Promise<unknown>;

// mocha loads its global fixtures apart from the tests, so a variable of this file would exist twice.
const shared = globalThis as { fieldlineLeftovers?: Set<Close> };
shared.fieldlineLeftovers ??= new Set<Close>();
const open = shared.fieldlineLeftovers;

/** Returns a `close` that may be called any number of times. */
export function closedAtEnd(close: Close): () => Promise<void> {
  const once = async () => {
    if (open.delete(once)) await close();
  };
  open.add(once);
  return once;
}

export async function closeLeftovers(): Promise<void> {
  await Promise.allSettled([...open].map((close) => close()));
}
