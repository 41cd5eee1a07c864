import { optionsOf } from "./form-choices.ts";
import type { FormRow } from "./form-sheet.ts";
import type { RowKind } from "./form-types.ts";
import type { ImportState } from "./import-state.ts";
import { XPathProblem } from "./xpath-syntax.ts";

type SelectKind = Extract<RowKind, { kind: "select" }>;

/** select_one ${name} chooses among the items of the repeat that `name` stands in; null for an ordinary list. */
export const rosterNamed = (kind: SelectKind) => /^\$\{\s*(.+?)\s*\}$/.exec(kind.list)?.[1] ?? null;

/** Is there something to choose from? Otherwise it is reported. */
export function isAskable(state: ImportState, row: FormRow, kind: SelectKind): boolean {
  const source = rosterNamed(kind);
  if (source === null || state.scope.repeatOf(source)) return true;
  const why = `\${${source}} is not asked in a repeat before this row`;
  state.notes.add(row, "type", `${row.get("type")} ${row.get("name")}`, why);
  state.scope.lose(row.get("name"), why);
  return false;
}

/** Type, options and order of a select; a filter that is lost is said at the question. */
export function selectShape(
  state: ImportState,
  row: FormRow,
  kind: SelectKind,
  id: string,
): Record<string, unknown> {
  const order = orderOf(state, row);
  const source = rosterNamed(kind);
  const repeat = source === null ? null : state.scope.repeatOf(source);
  if (source !== null && repeat !== null) {
    state.nameItems(repeat, source);
    if (row.get("choice_filter"))
      state.notes.add(
        row,
        "choice_filter",
        `choice_filter: ${row.get("choice_filter")}`,
        "all items are offered",
      );
    return { type: kind.type, optionsFrom: repeat, ...order };
  }
  const list = state.list(row, kind.list);
  let options = optionsOf(list, "", state.scope.context());
  let comment: string | undefined;
  const filter = row.get("choice_filter");
  if (filter) {
    try {
      options = optionsOf(list, filter, state.context(row, "choice_filter"));
    } catch (error) {
      if (!(error instanceof XPathProblem)) throw error;
      state.notes.add(row, "choice_filter", `choice_filter: ${filter}`, error.message);
      comment = `Not carried over: ${row.sheet}, row ${row.number}, choice_filter “${filter}” (${error.message}).`;
    }
  }
  if (kind.other) {
    const other = { type: "text" as const, id: state.scope.newId(`${id}_other_text`) };
    options = [
      ...options,
      {
        code: "other",
        label: state.words("other"),
        ...(kind.type === "ranking" ? {} : { other }),
        ...(order.order ? { anchor: true } : {}),
      },
    ];
  }
  return { type: kind.type, options, ...order, ...(comment ? { comment } : {}) };
}

/** randomize=true; its seed is the interview's here. */
function orderOf(state: ImportState, row: FormRow): { order?: "random" } {
  const parameters = row.get("parameters");
  const random = /(^|[\s;,])randomize\s*=\s*true\b/i.test(parameters);
  const rest = parameters.replace(/randomize\s*=\s*\w+/i, "").replace(/^[\s;,]+|[\s;,]+$/g, "");
  if (rest)
    state.notes.add(
      row,
      "parameters",
      rest,
      /^seed/i.test(rest) ? "every interview has a seed of its own" : "the parameters belong to a device",
    );
  return random ? { order: "random" } : {};
}
