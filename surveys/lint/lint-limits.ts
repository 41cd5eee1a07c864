import { isDate } from "../engine/date-functions.ts";
import type { Finding } from "./finding.ts";
import type { LintSubject, Rules } from "./rule.ts";

/** Limits that leave no room, and days that do not exist. */
function limits(subject: LintSubject): Finding[] {
  return subject.visits.flatMap(({ item, pointer }): Finding[] => {
    const found: Finding[] = [];
    const compare = (min: unknown, max: unknown, place: string, equal = false) => {
      if (min === undefined || max === undefined || min === "today" || max === "today") return;
      if ((min as number) < (max as number) || (equal && min === max)) return;
      found.push({
        code: "limit-order",
        pointer: `${pointer}${place}`,
        message: `the least (${min}) must be below the most (${max}); no answer would be possible`,
      });
    };
    switch (item.type) {
      case "number":
      case "time":
      case "roster":
        compare(item.min, item.max, "/max", true);
        break;
      case "scale":
        compare(item.min, item.max, "/max");
        break;
      case "multiple":
      case "ranking": {
        compare(item.min, item.max, "/max", true);
        const count = item.options?.length;
        if (count !== undefined && item.min !== undefined && item.min > count) {
          found.push({
            code: "limit-options",
            pointer: `${pointer}/min`,
            message: `${item.min} answers are asked of ${count} options; lower min`,
          });
        }
        break;
      }
      case "text":
        compare(item.minLength, item.maxLength, "/maxLength", true);
        break;
      case "grid":
        if (item.scale) compare(item.scale.min, item.scale.max, "/scale/max");
        break;
      case "date":
        compare(item.min, item.max, "/max", true);
        for (const name of ["min", "max"] as const) {
          const day = item[name];
          if (day !== undefined && day !== "today" && !isDate(day)) {
            found.push({
              code: "limit-date",
              pointer: `${pointer}/${name}`,
              message: `${day} is no day of the calendar; correct it`,
            });
          }
        }
        break;
      default:
    }
    return found;
  });
}

/** A label for a point that the scale does not have is never seen. */
function labelsOutside(subject: LintSubject): Finding[] {
  return subject.visits.flatMap(({ item, pointer }): Finding[] => {
    if (item.type !== "scale") return [];
    const { min, max, labels = {} } = item;
    return Object.keys(labels)
      .filter((point) => !Number.isInteger(Number(point)) || Number(point) < min || Number(point) > max)
      .map((point) => ({
        code: "limit-label",
        pointer: `${pointer}/labels/${point}`,
        message: `${item.id} goes from ${min} to ${max}, so the label of ${point} is never seen; correct the point or remove it`,
      }));
  });
}

function openNumbers(subject: LintSubject): Finding[] {
  return subject.visits.flatMap(({ item, pointer }) =>
    item.type === "number" && item.max === undefined
      ? [
          {
            code: "limit-missing",
            pointer,
            message: `${item.id} accepts any number; add min and max, so that a slip of the finger is caught`,
          },
        ]
      : [],
  );
}

/** A required question that allows no special answer can only be left by breaking off. */
function noWayOut(subject: LintSubject): Finding[] {
  if (Object.keys(subject.definition.specials ?? {}).length === 0) return [];
  return subject.visits.flatMap(({ item, pointer }) =>
    "read" in item &&
    "specials" in item === false &&
    isOpinion(item.type) &&
    !("required" in item && item.required === false)
      ? [
          {
            code: "specials-none",
            pointer,
            message: `${item.id} allows neither don't know nor refused; list them in specials, or write "specials": [] to say so on purpose`,
          },
        ]
      : [],
  );
}

function isOpinion(type: string): boolean {
  return ["single", "multiple", "number", "scale", "grid", "ranking", "text"].includes(type);
}

export const limitRules: Rules = {
  errors: (subject) => [...limits(subject), ...labelsOutside(subject)],
  warnings: (subject) => [...openNumbers(subject), ...noWayOut(subject)],
};
