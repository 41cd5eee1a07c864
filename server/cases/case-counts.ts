/** Figures of a study's cases for those who report rates. */
export { type CaseGroup, countsByProgress } from "./case-figures-store.ts";
