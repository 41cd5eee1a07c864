/** What a line reports; `at` is the adapter's own instant. */
export type LineEvent =
  | { kind: "ringing" | "answered"; at: Date }
  | { kind: "ended"; at: Date; cause: LineEnd };

/** How a line ended, as far as the network says. Q.850 cause 19 is "no answer", not "disconnected". */
export type LineEnd = "hung-up" | "busy" | "no-answer" | "voicemail" | "not-in-use" | "network" | "unknown";

export interface DialRequest {
  /** The open attempt (`caseId:no`) that the gateway allowed; the only licence to dial. */
  attemptId: string;
  /** Digits in E.164; an adapter never logs them. */
  e164: string;
}

export type Capability = "hold" | "mute" | "transfer" | "conference" | "dtmf";

/** One call. Every act may be repeated; an act that the adapter cannot do rejects. */
export interface Line {
  /** What to show for dialing by hand: a `tel:` address; null when the adapter dials itself. */
  tel: string | null;
  /** Ends with an "ended" event. A manual line reports nothing: the interviewer says what happened. */
  events: AsyncIterable<LineEvent>;
  hangUp(): Promise<void>;
  hold(on: boolean): Promise<void>;
  mute(on: boolean): Promise<void>;
  transfer(to: string): Promise<void>;
  conference(with_: string): Promise<void>;
  dtmf(digits: string): Promise<void>;
}

/**
 * Who dials. person: somebody is on our side of the line before it rings. automatic: a machine dials and finds
 * somebody when it is answered; with "message" it plays a recording when it finds nobody.
 */
export type DialMode = "person" | "automatic" | "automatic-message";

/** One adapter; softphone and exchange adapters implement the same face. */
export interface Telephony {
  name: "manual" | "simulated";
  can: ReadonlySet<Capability>;
  dial(request: DialRequest): Promise<Line>;
}

const dialsOf: Record<Telephony["name"], DialMode> = { manual: "person", simulated: "person" };

/** Who dials for a study. An adapter that nobody knows counts as a machine, for which more is forbidden. */
export function dialModeOf({ telephony }: { telephony: string }): DialMode {
  return telephony in dialsOf ? dialsOf[telephony as Telephony["name"]] : "automatic-message";
}

/** An adapter was asked for what it cannot do. */
export class NotCapableError extends Error {
  constructor(adapter: string, what: Capability) {
    super(`the ${adapter} telephone cannot ${what}`);
  }
}

/** The acts of an adapter without any of the capabilities. */
export function withoutCapabilities(
  adapter: string,
): Pick<Line, "hold" | "mute" | "transfer" | "conference" | "dtmf"> {
  const refuse = (what: Capability) => () => Promise.reject(new NotCapableError(adapter, what));
  return {
    hold: refuse("hold"),
    mute: refuse("mute"),
    transfer: refuse("transfer"),
    conference: refuse("conference"),
    dtmf: refuse("dtmf"),
  };
}
