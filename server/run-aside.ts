/** Work that is started now and then and never twice at a time. */
export interface Aside {
  /** Starts the work, unless it is still under way. */
  start(): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** Work that may take long while whoever starts it goes on. What it throws goes to `failed`; the next start tries again. */
export function runAside(work: () => Promise<unknown>, failed: (error: unknown) => void): Aside {
  let running: Promise<void> | null = null;
  const run = async () => {
    try {
      await work();
    } catch (error) {
      failed(error);
    }
    running = null;
  };
  return {
    start() {
      running ??= run();
    },
    async idle() {
      await running;
    },
  };
}
