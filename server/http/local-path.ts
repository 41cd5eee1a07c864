/** A path of this site that one may be sent to, or null: never another host, whatever an address says. */
export function localPath(text: unknown): string | null {
  if (typeof text !== "string" || !text.startsWith("/") || text.length > 2000) return null;
  try {
    const url = new URL(text, "http://here.invalid");
    return url.host === "here.invalid" ? url.pathname + url.search : null;
  } catch {
    return null;
  }
}

/** The path of the page that a form was sent from, when it was one of this host. */
export function refererPath(referer: string | undefined, host: string | undefined): string | null {
  try {
    const url = new URL(referer ?? "");
    return url.host === host ? localPath(url.pathname + url.search) : null;
  } catch {
    return null;
  }
}
