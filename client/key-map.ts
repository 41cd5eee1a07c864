/**
 * The one place that says which key does what at the interviewer's workstation. F-keys are aliases, never the
 * only way; no key that Chromium or Firefox keeps for itself. Letters of outcomes come with the page.
 */
export type Action =
  | "back"
  | "forward"
  | "dontKnow"
  | "refused"
  | "endCall"
  | "help"
  | "pause"
  | "release"
  | "note"
  | "language";

interface Keys {
  /** `KeyboardEvent.key`, wherever the focus is. */
  always: readonly string[];
  /** `KeyboardEvent.code` on the number block, while the answer field is empty and takes no numbers with a sign. */
  block?: readonly string[];
  /** `KeyboardEvent.key`, only outside a text field. */
  outsideText?: readonly string[];
}

export const keyMap: Record<Action, Keys> = {
  back: { always: ["PageUp"], block: ["NumpadSubtract"] },
  forward: { always: ["PageDown"], block: ["NumpadAdd"] },
  dontKnow: { always: ["F2"] },
  refused: { always: ["F4"] },
  endCall: { always: ["F8"], block: ["NumpadMultiply"] },
  release: { always: ["F8"] },
  pause: { always: ["F9"] },
  note: { always: [], outsideText: ["n"] },
  language: { always: [], block: ["NumpadDivide"], outsideText: ["l"] },
  help: { always: [], outsideText: ["?"] },
};

/** Where the focus is when a key is pressed. */
export interface Focus {
  /** A field for words: every character belongs to it. */
  text: boolean;
  /** The answer field for a code is empty, or no field has the focus. */
  empty: boolean;
  /** The answer field takes numbers that may have a sign. */
  signed: boolean;
}

type Press = Pick<KeyboardEvent, "key" | "code" | "altKey" | "ctrlKey" | "metaKey">;

/** The actions a key may stand for here, in the order of the map; the page has at most one of them on offer. */
export function actionsOf(press: Press, focus: Focus): Action[] {
  if (press.altKey || press.ctrlKey || press.metaKey) return [];
  return (Object.keys(keyMap) as Action[]).filter((action) => {
    const keys = keyMap[action];
    if (keys.always.includes(press.key)) return true;
    if (!focus.text && keys.outsideText?.includes(press.key)) return true;
    return !focus.text && focus.empty && !focus.signed && (keys.block?.includes(press.code) ?? false);
  });
}
