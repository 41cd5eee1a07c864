import { type LineEvent, type Telephony, withoutCapabilities } from "./telephony.ts";

async function* nothing(): AsyncGenerator<LineEvent> {}

/** The number is shown; the interviewer dials on any telephone and says what happened. */
export const manualTelephony: Telephony = {
  name: "manual",
  can: new Set(),
  dial: ({ e164 }) =>
    Promise.resolve({
      tel: `tel:${e164}`,
      events: nothing(),
      hangUp: () => Promise.resolve(),
      ...withoutCapabilities("manual"),
    }),
};
