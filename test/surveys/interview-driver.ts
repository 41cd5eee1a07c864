import {
  type Act,
  type AnswerValue,
  applyAct,
  type Compiled,
  compile,
  currentStep,
  type InterviewState,
  type Item,
  isComplete,
  outline,
  plainText,
  type Questionnaire,
  type Rejection,
  row,
  type Scalar,
  type Step,
  startInterview,
  stepBefore,
  type Words,
} from "../../surveys/engine/index.ts";

type Begin = {
  seed?: string;
  language?: string;
  today?: string;
  sample?: Record<string, Scalar>;
  words?: Words;
};

/** Wraps items into a questionnaire with the usual special answers. */
export function questionnaireOf(items: unknown[], more: Partial<Questionnaire> = {}): Questionnaire {
  return {
    formatVersion: 1,
    id: "test",
    title: "Test",
    languages: ["en"],
    specials: { dk: { label: "Don't know" }, refused: { label: "Refused" } },
    items: items as Item[],
    ...more,
  };
}

/** Goes through an interview as an interviewer does: reads the step, answers it, goes back. */
export class InterviewDriver {
  readonly compiled: Compiled;
  state: InterviewState;
  rejections: Rejection[] = [];
  acts: Act[] = [];
  private words: Words;
  private at: string | null = null;

  constructor(definition: Questionnaire | Compiled, begin: Begin = {}) {
    this.compiled = "roots" in definition ? definition : compile(definition);
    const { seed = "seed-1", language = "en", today = "2026-11-23", sample = {}, words = {} } = begin;
    this.words = words;
    this.state = startInterview(this.compiled, { seed, language, today, sample });
  }

  get step(): Step {
    return currentStep(this.compiled, this.state, this.at, this.words);
  }

  get read(): string {
    return plainText(this.step.texts.read ?? []);
  }

  get route(): string[] {
    return outline(this.compiled, this.state).map((entry) => entry.key);
  }

  get row() {
    return row(this.compiled, this.state);
  }

  get outcome(): string | null {
    return isComplete(this.compiled, this.state)?.outcome ?? null;
  }

  act(kind: Act["kind"], key: string, value?: AnswerValue): this {
    const act: Act = { seq: this.state.lastSeq + 1, kind, key, at: "2026-11-23T10:00:00Z" };
    if (value !== undefined) act.value = value;
    this.acts.push(act);
    const result = applyAct(this.compiled, this.state, act);
    this.state = result.state;
    this.rejections = result.rejections;
    if (this.rejections.length === 0) this.at = null;
    return this;
  }

  /** Answers the step on the screen, or the question named. */
  answer(value: AnswerValue, key = this.step.key): this {
    return this.act("answer", key, value);
  }

  special(id: string, key = this.step.key): this {
    return this.act("special", key, id);
  }

  dontKnow(): this {
    return this.special("dk");
  }

  refuse(): this {
    return this.special("refused");
  }

  back(): this {
    this.at = stepBefore(this.compiled, this.state, this.step.key) ?? this.at;
    return this;
  }

  goTo(key: string): this {
    this.at = key;
    return this;
  }
}
