/** What quotas do to cases whose cell the sample tells. */
export { blockCases, boostCases, unblockCases } from "./quota-cases-store.ts";
