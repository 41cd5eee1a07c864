import type { TFunction } from "i18next";
import type { Step, Text } from "../../surveys/engine/index.ts";

/** One numbered way out of a check. */
export interface CheckWay {
  no: number;
  label: string;
  /** Key of the question to go to, or null: the answers stay. */
  goTo: string | null;
  /** Stored with the override. */
  reason: "confirmed" | "other" | null;
}

export interface CheckView {
  level: "hard" | "soft" | "info";
  hard: boolean;
  message: Text;
  ways: CheckWay[];
  /** Is there a field for a reason? */
  reason: boolean;
  typedReason: string;
}

const plain = (text: Text) => text.map((span) => span.text).join("");

/** The ways out of the check that a step stands at; the last question comes first, it was answered just now. */
export function checkWays(step: Step, t: TFunction): CheckWay[] {
  const { check } = step;
  if (!check) return [];
  const changes = [...check.questions].reverse().map((question) => ({
    label: t("interview.check.change", { question: plain(question.label) }),
    goTo: question.key,
    reason: null,
  }));
  const keeps = {
    hard: [],
    info: [{ label: t("interview.check.goOn"), goTo: null, reason: "confirmed" as const }],
    soft: [
      { label: t("interview.check.keep"), goTo: null, reason: "confirmed" as const },
      { label: t("interview.check.keepReason"), goTo: null, reason: "other" as const },
    ],
  }[check.level];
  return [...changes, ...keeps].map((way, index) => ({ no: index + 1, ...way }));
}

export function checkView(step: Step, t: TFunction, typedReason = ""): CheckView | null {
  if (!step.check) return null;
  return {
    level: step.check.level,
    hard: step.check.level === "hard",
    message: step.check.message,
    ways: checkWays(step, t),
    reason: step.check.level === "soft",
    typedReason,
  };
}
