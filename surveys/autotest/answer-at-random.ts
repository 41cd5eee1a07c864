/** A respondent without opinions: answers any step validly. The demo, the simulation and the autotest use it. */
import type { Act, AnswerValue, Compiled, InterviewState, Step, TypedAct } from "../engine/index.ts";
import type { Random } from "../engine/random.ts";
import { randomIndex, shuffle } from "../engine/random.ts";
import { settleCheck } from "./settle-check.ts";

const words = [
  "quiet",
  "the bus",
  "prices",
  "too far away",
  "nothing special",
  "school",
  "friendly people",
  "parking",
];

/**
 * The acts that answer a step at random: usually one, two with an other-specify field, none at the end of the
 * route or where the server decides. Every value is one that the engine accepts.
 */
export function answerAtRandom(
  compiled: Compiled,
  state: InterviewState,
  step: Step,
  random: Random,
): TypedAct[] {
  switch (step.kind) {
    case "end":
    case "awaitServer":
      return [];
    case "info":
      return [{ kind: "answer", key: step.key, value: true }];
    case "roster":
      return [rosterAct(compiled, state, step, random)];
    case "check":
      return settleCheck(compiled, state, step, random);
    default:
      return questionActs(compiled, step, random);
  }
}

function rosterAct(compiled: Compiled, state: InterviewState, step: Step, random: Random): TypedAct {
  const item = compiled.nodes.get(step.itemId)?.item;
  const answer = state.answers[step.key];
  const count = answer && "v" in answer && Array.isArray(answer.v) ? answer.v.length : 0;
  const { min = 0, max = 20 } = item?.type === "roster" ? item : {};
  const more = count < min || (count < Math.min(max, 6) && random() < 0.5);
  if (!more) return { kind: "answer", key: step.key, value: true };
  return {
    kind: "addItem" as Act["kind"],
    key: step.key,
    value: `${pick(["Ada", "Ben", "Cem", "Dora"], random)} ${count + 1}`,
  };
}

function questionActs(compiled: Compiled, step: Step, random: Random): TypedAct[] {
  const special = step.specials.length > 0 && random() < 0.06 ? pick(step.specials, random) : null;
  const value = special ? undefined : randomValue(compiled, step, random);
  if (value === undefined) {
    const id = (special ?? step.specials[0])?.id ?? "empty";
    return [{ kind: "special", key: step.key, value: id }];
  }
  const acts: TypedAct[] = [{ kind: "answer", key: step.key, value }];
  for (const option of step.options) {
    const chosen = Array.isArray(value) ? value.includes(option.code) : value === option.code;
    if (option.other && chosen)
      acts.push({
        kind: "answer",
        key: option.other.key,
        value: otherValue(compiled, option.other.key, random),
      });
  }
  return acts;
}

function otherValue(compiled: Compiled, key: string, random: Random): AnswerValue {
  const { other } = compiled.others.get(key.split("@", 1)[0] ?? "")?.option ?? {};
  if (other?.type === "number")
    return randomNumber(other.min ?? 0, other.max ?? 100, other.decimals ?? 0, random);
  return pick(words, random).slice(0, other?.maxLength ?? 200);
}

/** A value that the question can hold; undefined where only a special answer is possible. */
export function randomValue(compiled: Compiled, step: Step, random: Random): AnswerValue | undefined {
  const item = compiled.nodes.get(step.itemId)?.item;
  const { field, options } = step;
  switch (item?.type) {
    case "single":
    case "consent":
    case "relation":
      return options.length > 0 ? pick(options, random).code : undefined;
    case "multiple":
      return manyCodes(step, item.min ?? 1, item.max ?? options.length, random);
    case "ranking": {
      const most = Math.min(item.max ?? options.length, options.length);
      const least = Math.min(item.min ?? item.max ?? options.length, most);
      const codes = shuffle(
        options.map((option) => option.code),
        random,
      );
      return codes.slice(0, least + randomIndex(random, most - least + 1));
    }
    case "grid":
      if (item.scale) return randomNumber(item.scale.min, item.scale.max, 0, random);
      return item.multiple ? manyCodes(step, 1, options.length, random) : pick(options, random).code;
    case "number": {
      const min = item.min ?? Math.min(0, item.max ?? 0);
      const max = item.max ?? min + 100;
      const near = random() < 0.6 ? Math.min(max, min + 10) : max;
      return randomNumber(min, near, item.decimals ?? 0, random);
    }
    case "scale":
      return randomNumber(item.min, item.max, 0, random);
    case "text":
      return pick(words, random)
        .padEnd(item.minLength ?? 0, ".")
        .slice(0, item.maxLength ?? 200);
    case "date":
      return randomDate(String(field.min ?? "1940-01-01"), String(field.max ?? "2030-12-31"), random);
    case "time":
      return randomTime(item.min ?? "00:00", item.max ?? "23:59", random);
    case "lookup": {
      const entries = compiled.lists.get(item.list)?.entries ?? [];
      return entries.length > 0 ? pick(entries, random).code : undefined;
    }
    case "phone":
      return `+4930231${25000 + randomIndex(random, 1000)}`;
    case "select":
      if (item.method === "kish" || item.method === "mobileUser") return {};
      if (!item.roster) return { eligible: 1 + randomIndex(random, 4) };
      return options.length > 0 ? { selected: pick(options, random).code } : {};
    default:
      return undefined;
  }
}

function manyCodes(step: Step, min: number, max: number, random: Random): AnswerValue | undefined {
  const alone = step.options.filter((option) => option.exclusive);
  const others = step.options.filter((option) => !option.exclusive);
  const least = Math.min(Math.max(1, min), others.length);
  if (alone.length > 0 && (others.length < Math.max(1, min) || random() < 0.15))
    return [pick(alone, random).code];
  if (others.length === 0) return undefined;
  const most = Math.max(least, Math.min(max, others.length));
  const count = least + randomIndex(random, Math.min(most - least, 4) + 1);
  return shuffle(others, random)
    .slice(0, count)
    .map((option) => option.code);
}

export function randomNumber(min: number, max: number, decimals: number, random: Random): number {
  const scale = 10 ** decimals;
  const [low, high] = [Math.ceil(min * scale), Math.floor(max * scale)];
  return (low + randomIndex(random, Math.max(1, high - low + 1))) / scale;
}

function randomDate(min: string, max: string, random: Random): string {
  const [low, high] = [Date.parse(min), Date.parse(max)];
  return new Date(low + randomIndex(random, Math.max(1, (high - low) / 86_400_000 + 1)) * 86_400_000)
    .toISOString()
    .slice(0, 10);
}

function randomTime(min: string, max: string, random: Random): string {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const at = minutes(min) + randomIndex(random, Math.max(1, minutes(max) - minutes(min) + 1));
  return `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
}

function pick<T>(list: readonly T[], random: Random): T {
  return list[randomIndex(random, list.length)] as T;
}
