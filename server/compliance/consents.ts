/** What other features may do with the ledger of notices and consents. */
export { recordConsent } from "./consent-store.ts";
