/** One fault of a questionnaire. `message` is one sentence that says what was found and what to change. */
export interface Finding {
  code: string;
  /** JSON pointer (RFC 6901) to the faulty place. */
  pointer: string;
  message: string;
}
