const escapeText = (text: string) => text.replace(/[\\{}*]/g, "\\$&");

/** Markdown and HTML of ODK forms: stress stays, links and other tags leave their words. */
function plainMarkup(source: string): { text: string; em: boolean }[] {
  const words = source
    .replace(/<br\s*\/?>/gi, "\n")
    .replace(/<\/?(?:b|strong|em|i)>/gi, "**")
    .replace(/<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>/gi, "")
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replace(/^#{1,6}\s+/gm, "");
  const parts: { text: string; em: boolean }[] = [];
  let at = 0;
  for (const match of words.matchAll(/(?<!\\)\*\*([^*]+?)\*\*|(?<![\\*\w])\*([^*\s][^*]*?)\*(?!\*)/g)) {
    parts.push({ text: words.slice(at, match.index), em: false });
    parts.push({ text: match[1] ?? match[2] ?? "", em: true });
    at = match.index + match[0].length;
  }
  parts.push({ text: words.slice(at), em: false });
  return parts.map((part) => ({ ...part, text: part.text.replace(/\\([*_#\\])/g, "$1") }));
}

/**
 * A label of the form as a text of the questionnaire: `${name}` becomes a placeholder, stress stays, other
 * markup goes. `rename` gives the placeholder for a name, or null where the answer is not there to be shown.
 */
export function formText(source: string, rename: (name: string) => string | null): string {
  return plainMarkup(source)
    .map(({ text, em }) => {
      const filled = text
        .split(/(\$\{\s*[^}]+?\s*\})/)
        .map((piece) => {
          const name = /^\$\{\s*([^}]+?)\s*\}$/.exec(piece)?.[1];
          if (name === undefined) return escapeText(piece);
          const placeholder = rename(name);
          return placeholder === null ? "…" : `{${placeholder}}`;
        })
        .join("");
      return em && filled.trim() ? `*${filled}*` : filled;
    })
    .join("")
    .trim();
}

/** What a text loses: the addresses of its links, pictures, and styles that are not stress. */
export function lostMarkup(source: string): string[] {
  const tags = source
    .replace(/<\/?(?:b|strong|em|i|br)\s*\/?>/gi, "")
    .match(/<[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>/gi);
  const links = [...source.matchAll(/\[[^\]]+\]\(([^)]*)\)/g)].map((match) => match[1] ?? "");
  return [...(tags ?? []), ...links];
}
