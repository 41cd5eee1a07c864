/**
 * Every failure that a person or a program can meet: code -> HTTP status.
 * Title and detail stand in `views/locales/*.json` under `problems.<code>`.
 */
export const problemCatalogue = {
  "bad-request": 400,
  "invalid-input": 422,
  "sign-in-needed": 401,
  "not-allowed": 403,
  "csrf-token-missing": 403,
  "not-found": 404,
  "login-taken": 409,
  "user-unknown": 404,
  "not-yourself": 409,
  "study-unknown": 404,
  "study-key-taken": 409,
  "status-not-allowed": 409,
  "status-changed": 409,
  "version-published-meanwhile": 409,
  "questionnaire-unknown": 404,
  "draft-saved-meanwhile": 409,
  "taken-over": 409,
  "act-gap": 409,
  "stale-tab": 409,
  "interview-ended": 409,
  "interview-not-finished": 409,
  "answer-refused": 422,
  "too-large": 413,
  "too-many-requests": 429,
  "database-unreachable": 503,
  "case-not-held": 409,
  "dial-refused": 409,
  "attempt-open": 409,
  "unknown-outcome": 422,
  "note-required": 422,
  "appointment-needed": 422,
  "appointment-outside-hours": 422,
  "unreadable-sample": 422,
  "import-running": 409,
  internal: 500,
} as const satisfies Record<string, number>;

export type ProblemCode = keyof typeof problemCatalogue;
