import { existsSync } from "node:fs";
import sparticuz from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";
import { closedAtEnd } from "./leftovers.ts";

const installed = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const quiet = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * A real Chromium: CHROME_PATH, an installed one, or the one that comes with the development packages.
 * A machine without any fails the test; browser tests never skip themselves.
 */
export async function startChromium(): Promise<Browser> {
  const own = [process.env.CHROME_PATH ?? "", ...installed].find((path) => path && existsSync(path));
  const browser = await (own
    ? chromium.launch({ executablePath: own, headless: true, args: quiet })
    : chromium.launch({
        executablePath: await sparticuz.executablePath(),
        headless: true,
        args: quiet,
      }));
  closedAtEnd(() => browser.close());
  return browser;
}
