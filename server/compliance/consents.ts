/** What other features may do with the ledger of notices and consents. */
export { hasProvedConsents, recordConsent } from "./consent-store.ts";
