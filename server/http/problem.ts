import { type ProblemCode, problemCatalogue } from "./problem-catalogue.ts";

/** One fault of an input: where (JSON pointer or field name) and a sentence that says what is allowed. */
export interface FieldError {
  pointer: string;
  detail: string;
  /** Name and values of the sentence in the locale files (`faults.<code>`), where a page shows it. */
  code?: string;
  params?: Record<string, unknown>;
}

/** Values for the placeholders of the problem's texts; never personal data. */
export type ProblemParams = Record<string, string | number>;

/** A failure with the members of RFC 9457; the error handler turns it into a page or problem+json. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly params: ProblemParams;
  readonly errors: FieldError[];

  constructor(code: ProblemCode, params: ProblemParams = {}, errors: FieldError[] = []) {
    super(code);
    this.code = code;
    this.status = problemCatalogue[code];
    this.params = params;
    this.errors = errors;
  }
}

/** Makes a Problem from the catalogue: `throw problem("not-found")`. */
export function problem(code: ProblemCode, params?: ProblemParams, errors?: FieldError[]): Problem {
  return new Problem(code, params, errors);
}
