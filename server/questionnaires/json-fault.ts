import { lineAt } from "./locate-pointer.ts";

/**
 * Where a text stops being JSON, and why. JSON.parse names a position in one of two ways, or the end of the text.
 * @param error what JSON.parse threw
 */
export function jsonFault(text: string, error: Error): { line: number; reason: string } {
  const position = /position (\d+)/.exec(error.message)?.[1];
  return {
    line: lineAt(text, position === undefined ? text.length : Number(position)),
    reason: error.message.replace(/ in JSON at position \d+.*| \(line .*\)$/, ""),
  };
}
