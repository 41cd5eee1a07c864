/** What came of sending a form: the next page, or a reason to wait and send it again. */
export type Sent =
  | { kind: "page"; html: string; url: string }
  | { kind: "leave"; url: string }
  | { kind: "lost" }
  | { kind: "signedOut" };

/**
 * Sends a step as the browser would, but stays on the page, so that a lost connection loses nothing. The same
 * form may be sent again: its number makes the server skip what it has.
 */
export async function sendStep(action: string, fields: URLSearchParams): Promise<Sent> {
  let reply: Response;
  try {
    reply = await fetch(action, {
      method: "POST",
      body: fields,
      headers: { accept: "text/html", "x-fieldline-step": "1" },
      signal: AbortSignal.timeout(15_000),
    });
  } catch {
    return { kind: "lost" };
  }
  if (reply.status >= 500) return { kind: "lost" };
  if (reply.status === 401 || reply.status === 403 || new URL(reply.url).pathname === "/sign-in")
    return { kind: "signedOut" };
  const url = reply.headers.get("x-fieldline-page") ?? reply.url;
  if (reply.redirected) return { kind: "leave", url: reply.url };
  return { kind: "page", html: await reply.text(), url };
}

/** A fresh form token, after signing in again in another tab; null while that has not happened. */
export async function freshToken(page: string): Promise<string | null> {
  try {
    const reply = await fetch(page, { headers: { accept: "text/html" } });
    if (!reply.ok || new URL(reply.url).pathname === "/sign-in") return null;
    const parsed = new DOMParser().parseFromString(await reply.text(), "text/html");
    return parsed.querySelector<HTMLInputElement>("input[name=_csrf]")?.value ?? null;
  } catch {
    return null;
  }
}
