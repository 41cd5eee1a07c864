import { buildNodes } from "./build-nodes.ts";
import { compileLists, type ListDocuments } from "./compile-lists.ts";
import type { Compiled, Finding, Node } from "./compiled.ts";
import { type CompiledCondition, type ConditionScope, conditionScope } from "./condition.ts";
import type { Questionnaire } from "./definition.ts";
import { referenceProblem } from "./reference-problem.ts";
import { buildLookupIndexes } from "./search-lookup.ts";
import { symbolsOf } from "./symbols.ts";
import { compileText } from "./text.ts";

/** A definition that cannot run; `findings` say where and what to change. */
export class QuestionnaireError extends Error {
  findings: Finding[];
  constructor(findings: Finding[]) {
    super(findings.map((finding) => `${finding.pointer}: ${finding.message}`).join("\n"));
    this.findings = findings;
  }
}

/**
 * Compiles a schema-valid definition, once per version: parses conditions and texts, resolves names and
 * indexes its lists. `documents` holds the lists that the definition names by their hash.
 * Throws QuestionnaireError with every finding at once.
 */
export function compile(definition: Questionnaire, documents: ListDocuments = {}): Compiled {
  const { compiled, findings } = compileWithFindings(definition, documents);
  if (findings.length > 0) throw new QuestionnaireError(findings);
  buildLookupIndexes(compiled);
  return compiled;
}

/** The same without throwing, for the linter. */
export function compileWithFindings(
  definition: Questionnaire,
  documents: ListDocuments = {},
): { compiled: Compiled; findings: Finding[] } {
  const findings: Finding[] = [];
  const symbols = symbolsOf(definition);
  const compiled: Compiled = {
    definition,
    roots: [],
    nodes: new Map(),
    others: new Map(),
    specials: new Map(),
    placeholders: new Map(),
    lists: compileLists(definition, documents),
    scope: conditionScope(symbols.root, symbols.records),
    title: compileText(definition.title, definition.languages),
  };
  addSpecials(compiled, definition);
  buildNodes(definition, compiled, findings);
  const scopes = new Map<Node, ConditionScope>();
  const scopeAt = (rosters: readonly Node[]): ConditionScope => {
    const inner = rosters.at(-1);
    if (!inner) return compiled.scope;
    let scope = scopes.get(inner);
    if (!scope) {
      const names = { ...symbols.rosters[inner.id] };
      if (rosters.length > 1) delete names.position;
      scope = scopeAt(rosters.slice(0, -1)).extend(names);
      scopes.set(inner, scope);
    }
    return scope;
  };
  const condition: ConditionCompiler = (source, pointer, node, wanted, inside = node?.rosters ?? []) => {
    if (source === undefined) return null;
    const result = scopeAt(inside).compile(source);
    if (!("value" in result)) {
      const message =
        result.code === "condition-unknown-name"
          ? unknownName(source, result.message, compiled, inside)
          : result.message;
      findings.push({ code: result.code, pointer, message });
      return null;
    }
    const problem = typeMismatch(result, wanted) ?? referenceProblem(result, node, compiled, inside);
    if (problem) findings.push({ ...problem, pointer });
    return result;
  };
  addPlaceholders(compiled, definition, condition);
  for (const root of compiled.roots) compileConditions(root, condition, compiled, findings);
  return { compiled, findings };
}

type ConditionCompiler = (
  source: string | undefined,
  pointer: string,
  node: Node | null,
  wanted: string[],
  inside?: readonly Node[],
) => CompiledCondition | null;

const truth = ["bool"];
const number = ["double", "int"];

function compileConditions(
  node: Node,
  condition: ConditionCompiler,
  compiled: Compiled,
  findings: Finding[],
): void {
  const { item, pointer } = node;
  node.when = condition(item.when, `${pointer}/when`, node, truth);
  if (item.type === "compute") {
    node.value = condition(
      item.value,
      `${pointer}/value`,
      node,
      { number, text: ["string"], boolean: truth }[item.as],
    );
  }
  if (item.type === "roster") node.value = condition(item.count, `${pointer}/count`, node, number);
  if (item.type === "select" || item.type === "relation") {
    const target = item.roster === undefined ? null : compiled.nodes.get(item.roster);
    if (item.roster !== undefined && (target?.item.type !== "roster" || target.index > node.index)) {
      findings.push({
        code: "unknown-roster",
        pointer: `${pointer}/roster`,
        message: `${item.roster} is not a roster before this item. Name one that comes earlier.`,
      });
    } else if (target?.rosters.some((outer) => !node.rosters.includes(outer))) {
      findings.push({
        code: "unknown-roster",
        pointer: `${pointer}/roster`,
        message: `${item.roster} is inside another roster and has no list of its own here. Move this item into that roster.`,
      });
    } else if (target) {
      node.target = target;
      if (item.type === "select") {
        node.value = condition(item.eligible, `${pointer}/eligible`, node, truth, [
          ...target.rosters,
          target,
        ]);
      }
    }
  }
  const sources = "options" in item ? (item.options ?? []) : [];
  sources.forEach((source, at) => {
    const option = node.optionByCode.get(source.code);
    if (!option || !("when" in source) || source.when === undefined) return;
    option.when = condition(source.when, `${pointer}/options/${at}/when`, node, truth);
    node.masked = true;
  });
  (item.type === "grid" ? (item.rows ?? []) : []).forEach((source, at) => {
    const row = node.rows[at];
    if (row) row.when = condition(source.when, `${pointer}/rows/${at}/when`, node, truth);
  });
  ("specials" in item ? (item.specials ?? []) : []).forEach((use, at) => {
    const special = node.specials.find((one) => one.id === (typeof use === "string" ? use : use.id));
    if (special && typeof use !== "string")
      special.when = condition(use.when, `${pointer}/specials/${at}/when`, node, truth);
  });
  if (item.type === "lookup" && !compiled.definition.lists?.[item.list]) {
    findings.push({
      code: "unknown-list",
      pointer: `${pointer}/list`,
      message: `There is no list ${item.list} in lists. Add it or correct the name.`,
    });
  }
  for (const child of node.children) compileConditions(child, condition, compiled, findings);
}

function typeMismatch(
  condition: CompiledCondition,
  wanted: string[],
): { code: string; message: string } | null {
  if (wanted.length === 0 || wanted.includes(condition.type)) return null;
  const names: Record<string, string> = { bool: "true or false", double: "a number", string: "a text" };
  return {
    code: "condition-type",
    message: `${condition.source} gives ${names[condition.type] ?? condition.type}, but ${names[wanted[0] ?? ""]} is needed here.`,
  };
}

function unknownName(source: string, message: string, compiled: Compiled, inside: readonly Node[]): string {
  const name = /^(\S+) is neither/.exec(message)?.[1] ?? "";
  const node = compiled.nodes.get(name) ?? compiled.others.get(name)?.node;
  const roster = node?.rosters.at(-1);
  if (roster && !inside.includes(roster)) {
    return `${name} is asked for each ${roster.id}. Outside that roster write for example ${roster.id}.exists(x, x.${name} ...).`;
  }
  if (Object.hasOwn(compiled.definition.sample ?? {}, name))
    return `${name} is a sample variable. Write sample.${name}.`;
  const near = [...compiled.nodes.keys()].find((id) => similar(id, name));
  return near ? `${name} in "${source}" does not exist. Did you mean ${near}?` : message;
}

function similar(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a[0] !== b[0]) return false;
  return [...a].sort().join("") === [...b].sort().join("") || a.startsWith(b) || b.startsWith(a);
}

function addSpecials(compiled: Compiled, definition: Questionnaire): void {
  const usual: Record<string, [string, string]> = { dk: ["98", "-98"], refused: ["99", "-99"] };
  let next = 97;
  for (const [id, special] of Object.entries(definition.specials ?? {})) {
    const [entry, exportCode] = usual[id] ?? [String(next), String(-next--)];
    compiled.specials.set(id, {
      label: compileText(special.label, definition.languages),
      entry: special.entry ?? entry,
      exportCode: special.exportCode ?? exportCode,
    });
  }
}

function addPlaceholders(compiled: Compiled, definition: Questionnaire, condition: ConditionCompiler): void {
  for (const [name, placeholder] of Object.entries(definition.placeholders ?? {})) {
    const pointer = `/placeholders/${name}/value`;
    compiled.placeholders.set(name, {
      definition: placeholder,
      fallback:
        placeholder.fallback === undefined ? null : compileText(placeholder.fallback, definition.languages),
      value: placeholder.source === "value" ? condition(placeholder.value, pointer, null, []) : null,
    });
  }
}
