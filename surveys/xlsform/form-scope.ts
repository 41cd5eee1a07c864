import type { Placeholder } from "../engine/definition.ts";
import { idFor } from "./form-names.ts";
import { XPathProblem } from "./xpath-syntax.ts";
import type { FormName, TranslateContext } from "./xpath-to-cel.ts";

interface Known extends FormName {
  /** Ids of the repeats around it. */
  inside: string[];
  /** Has it a value that a text can show? */
  shown: boolean;
}

/** Names of the form as far as it was read: conditions and texts may only look back. */
export interface FormScope {
  taken: Set<string>;
  placeholders: Record<string, Placeholder>;
  /** Ids of the repeats around the row that is being read. */
  repeats: string[];
  /** What `..` means for the row that is being read; null at the top. */
  parent: "group" | "repeat" | null;
  newId(name: string): string;
  define(name: string, form: FormName, shown?: boolean): void;
  /** A name whose question is not carried over. */
  lose(name: string, why: string): void;
  context(self?: FormName): TranslateContext;
  /** Id of the repeat that a question stands in, seen from outside of it; null for any other name. */
  repeatOf(name: string): string | null;
  /** The placeholder for `${name}`; null where there is nothing to show. */
  placeholder(name: string): string | null;
}

export function formScope(): FormScope {
  const known = new Map<string, Known>();
  const lost = new Map<string, string>();
  const scope: FormScope = {
    taken: new Set(),
    placeholders: {},
    repeats: [],
    parent: null,
    newId(name) {
      const id = idFor(name, scope.taken);
      scope.taken.add(id);
      return id;
    },
    define(name, form, shown = true) {
      known.set(name, { ...form, inside: [...scope.repeats], shown });
      lost.delete(name);
    },
    lose(name, why) {
      if (!known.has(name)) lost.set(name, why);
    },
    context(self) {
      const lookUp = (name: string) => {
        const form = known.get(name);
        if (!form) {
          const why = lost.get(name);
          if (why === "today") return { id: "interview.today", type: "date", always: true } as const;
          throw new XPathProblem(
            why ? `\${${name}} is not carried over (${why})` : `\${${name}} is no question before this row`,
          );
        }
        if (!form.inside.every((repeat) => scope.repeats.includes(repeat)))
          throw new XPathProblem(`\${${name}} stands in a repeat, so it has several answers here`);
        return form;
      };
      const listOf = (name: string) => {
        const form = known.get(name);
        const roster = scope.repeatOf(name);
        return form && roster ? { roster, id: form.id, type: form.type } : null;
      };
      return { lookUp, listOf, inRepeat: scope.parent === "repeat", ...(self ? { self } : {}) };
    },
    repeatOf(name) {
      const [repeat, ...more] = (known.get(name)?.inside ?? []).slice(scope.repeats.length);
      return repeat && more.length === 0 ? repeat : null;
    },
    placeholder(name) {
      if (name === "today" || lost.get(name) === "today") {
        scope.placeholders.today ??= { source: "interview", name: "today" };
        return "today";
      }
      const form = known.get(name);
      if (!form?.shown || !form.inside.every((repeat) => scope.repeats.includes(repeat))) return null;
      scope.placeholders[form.id] ??= { source: "answer", question: form.id, fallback: "…" };
      return form.id;
    },
  };
  return scope;
}
