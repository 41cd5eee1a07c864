/**
 * The one place that knows the CEL library: declares names and types, compiles a condition once, and
 * turns "a name is absent" into unknown. Two-valued callers treat unknown as "not true".
 */
import { Environment } from "@marcbachmann/cel-js";
import {
  type Comparison,
  comparisonsOf,
  makeNumbersDouble,
  neededForValue,
  type Reference,
  referencesOf,
  type SyntaxNode,
  statusMacros,
  subsetProblem,
  textResults,
  unguardedMember,
} from "./condition-syntax.ts";
import { addDays, daysBetween, yearsBetween } from "./date-functions.ts";
import { writeExpression } from "./write-expression.ts";

/** "double", "string", "bool", "list<string>", "map<string, double>", or `list<name>` / name of a record type. */
export type ConditionType = string;

/** What a condition sees: values by name, and by answer key whether a value (""), or which special answer. */
export interface ConditionContext {
  values: Record<string, unknown>;
  status: Record<string, string>;
}

/** An item of a roster as conditions see it; `status` serves dk(p.age) and its like. */
export interface ConditionRecord {
  [member: string]: unknown;
  $status: Record<string, string>;
}

export interface CompiledCondition {
  source: string;
  type: ConditionType;
  references: Reference[];
  comparisons: Comparison[];
  /** The texts that it can come to, such as age groups; null where they are not all written in it. */
  texts: string[] | null;
  /** A macro variable whose members are read without has(), or null. */
  unguarded: string | null;
  /** True only if the condition is known to be true. Faults count as not true. */
  isTrue(context: ConditionContext): boolean;
  /** The value, undefined if unknown. Throws ConditionFault on anything else that goes wrong. */
  value(context: ConditionContext): unknown;
}

export interface ConditionScope {
  compile(source: string): CompiledCondition | ConditionProblem;
  /** A scope with more names, for the inside of a roster. */
  extend(names: Record<string, ConditionType>): ConditionScope;
  makeRecord(type: string): ConditionRecord;
}

export interface ConditionProblem {
  code: string;
  message: string;
}

export class ConditionFault extends Error {}

let currentStatus: Record<string, string> = {};

/** Declares the names and record types of a questionnaire. Compile once per version: it costs about 75 µs. */
export function conditionScope(
  names: Record<string, ConditionType>,
  records: Record<string, Record<string, ConditionType>>,
): ConditionScope {
  const environment = new Environment({ limits: { maxAstNodes: 2000, maxDepth: 50 } });
  const constructors: Record<string, new () => object> = {};
  for (const [name, fields] of Object.entries(records)) {
    const Item = class {};
    constructors[name] = Item;
    environment.registerType(name, { ctor: Item, fields });
  }
  registerFunctions(environment);
  return scopeOf(declare(environment, names), constructors);
}

function declare(environment: Environment, names: Record<string, ConditionType>): Environment {
  for (const [name, type] of Object.entries(names)) environment.registerVariable(name, type);
  return environment;
}

function scopeOf(environment: Environment, constructors: Record<string, new () => object>): ConditionScope {
  return {
    compile: (source) => compileCondition(environment, source),
    extend: (names) => scopeOf(declare(environment.clone(), names), constructors),
    makeRecord(type) {
      const Item = constructors[type];
      if (!Item) throw new Error(`no record type ${type}`);
      return Object.assign(new Item(), { $status: {} });
    },
  };
}

function compileCondition(environment: Environment, source: string): CompiledCondition | ConditionProblem {
  if (source.length > 2048)
    return { code: "condition-syntax", message: "A condition may have 2,048 characters." };
  let program: ReturnType<Environment["parse"]>;
  try {
    program = environment.parse(source);
  } catch (error) {
    return { code: "condition-syntax", message: `The condition cannot be read: ${firstLine(error)}` };
  }
  const tree = program.ast as unknown as SyntaxNode;
  const outside = subsetProblem(tree);
  if (outside) return outside;
  makeNumbersDouble(tree);
  const checked = program.check();
  if (!checked.valid) return typeProblem(checked.error, source);
  // A fresh tree: the checked one has its numbers changed, and only an unchanged one can be written out.
  const value = logicOf(environment, environment.parse(source).ast as unknown as SyntaxNode, source);
  return {
    source,
    type: checked.type ?? "dyn",
    references: referencesOf(tree),
    comparisons: comparisonsOf(tree),
    texts: textResults(tree),
    unguarded: unguardedMember(tree),
    value,
    isTrue: (context) => value(context) === true,
  };
}

type Evaluate = (context: ConditionContext) => unknown;

/**
 * Evaluates && || ! here, in three-valued logic, and leaves the rest to the library: it raises an error for
 * each unknown name, which costs as much as eighty evaluations.
 */
function logicOf(environment: Environment, node: SyntaxNode, source: string): Evaluate {
  if (node.op === "&&" || node.op === "||") {
    const decisive = node.op === "||";
    const parts = (node.args as SyntaxNode[]).map((part) => logicOf(environment, part, source));
    return (context) => {
      let result: unknown = !decisive;
      for (const part of parts) {
        const value = part(context);
        if (value === decisive) return decisive;
        if (value === undefined) result = undefined;
      }
      return result;
    };
  }
  if (node.op === "!_") {
    const part = logicOf(environment, node.args as SyntaxNode, source);
    return (context) => {
      const value = part(context);
      return value === undefined ? undefined : !value;
    };
  }
  const program = environment.parse(writeExpression(node));
  makeNumbersDouble(program.ast as unknown as SyntaxNode);
  program.check();
  const needed = [...neededForValue(node)];
  return (context) => {
    for (const name of needed) if (context.values[name] === undefined) return undefined;
    return run(program, context, source);
  };
}

function run(program: (context: object) => unknown, context: ConditionContext, source: string): unknown {
  currentStatus = context.status;
  try {
    const result = program(context.values);
    return typeof result === "bigint" ? Number(result) : result;
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === "unknown_variable" || code === "no_such_key") return undefined;
    throw new ConditionFault(`${source}: ${firstLine(error)}`);
  }
}

function firstLine(error: unknown): string {
  return ((error as Error).message ?? String(error)).split("\n")[0] ?? "";
}

function typeProblem(error: unknown, source: string): ConditionProblem {
  const line = firstLine(error);
  const unknown = /^(Unknown variable|No such key): (.+)$/.exec(line);
  if (unknown) {
    return {
      code: "condition-unknown-name",
      message: `${unknown[2]} is neither a question before this place nor a value that conditions know. Check its spelling and its place.`,
    };
  }
  const mixed = /no such overload: (\S+) (\S+) (\S+)/.exec(line);
  if (mixed?.slice(1).includes("string") && mixed?.some((part) => part === "double" || part === "int")) {
    return {
      code: "condition-type",
      message: `${source} compares a text with a number. Option codes are texts: write '1'. Numbers and scales, those of a grid too, are numbers: write 1.`,
    };
  }
  return { code: "condition-type", message: `${source} does not fit the types of its questions: ${line}.` };
}

interface MacroChecker {
  check(node: SyntaxNode, context: unknown): unknown;
  getType(name: string): unknown;
}
interface MacroEvaluator {
  run(node: SyntaxNode, context: unknown): unknown;
}

/** Status of the question a macro names: undefined not answered, "" a value, otherwise the special answer. */
function statusOf(node: SyntaxNode, evaluator: MacroEvaluator, context: unknown): string | undefined {
  if (node.op === "id") return currentStatus[node.args as string];
  const [target, member] = node.args as [SyntaxNode, string | SyntaxNode];
  const name = typeof member === "string" ? member : String(member.args);
  if (target.op === "id" && `${target.args}@${name}` in currentStatus)
    return currentStatus[`${target.args}@${name}`];
  try {
    return (evaluator.run(target, context) as Partial<ConditionRecord>)?.$status?.[name];
  } catch {
    return undefined;
  }
}

function registerStatusMacro(environment: Environment, name: string): void {
  const extra = name === "special" ? ", ast" : "";
  environment.registerFunction(`${name}(ast${extra}): bool`, ({ args }: { args: SyntaxNode[] }) => ({
    args,
    async: false,
    typeCheck(checker: MacroChecker, macro: { args: SyntaxNode[] }, context: unknown) {
      for (const node of macro.args) checker.check(node, context);
      return checker.getType("bool");
    },
    evaluate(evaluator: MacroEvaluator, macro: { args: SyntaxNode[] }, context: unknown) {
      const [node, wanted] = macro.args;
      const status = node && statusOf(node, evaluator, context);
      if (name === "answered") return status === "";
      return status === (name === "special" ? wanted?.args : name);
    },
  }));
}

function registerFunctions(environment: Environment): void {
  for (const name of statusMacros) registerStatusMacro(environment, name);
  environment.registerOperator("double == int", (a: number, b: bigint) => a === Number(b));
  const arithmetic: [string, (a: number, b: number) => number][] = [
    ["+", (a, b) => a + b],
    ["-", (a, b) => a - b],
    ["*", (a, b) => a * b],
    ["/", (a, b) => a / b],
    ["%", (a, b) => a % b],
  ];
  for (const [sign, apply] of arithmetic) {
    for (const pair of ["double X int", "int X double"]) {
      environment.registerOperator(`${pair.replace("X", sign)}: double`, (a, b) =>
        apply(Number(a), Number(b)),
      );
    }
  }
  environment.registerOperator("double % double: double", (a: number, b: number) => a % b);
  const numbers = (list: unknown[]) => list.map(Number);
  /** The least and the greatest of nothing are unknown, as a missing member is. */
  const notEmpty = (list: unknown[]) => {
    if (list.length === 0) throw Object.assign(new Error("an empty list"), { code: "no_such_key" });
    return numbers(list);
  };
  environment.registerFunction("sum(list<dyn>): double", (list) => numbers(list).reduce((a, b) => a + b, 0));
  environment.registerFunction("min(list<dyn>): double", (list) => Math.min(...notEmpty(list)));
  environment.registerFunction("max(list<dyn>): double", (list) => Math.max(...notEmpty(list)));
  environment.registerFunction("round(double): double", (value: number) => Math.round(value));
  environment.registerFunction("floor(double): double", (value: number) => Math.floor(value));
  environment.registerFunction("ceil(double): double", (value: number) => Math.ceil(value));
  environment.registerFunction("abs(double): double", (value: number) => Math.abs(value));
  environment.registerFunction("years_between(string, string): double", yearsBetween);
  environment.registerFunction("days_between(string, string): double", daysBetween);
  environment.registerFunction("add_days(string, double): string", addDays);
  environment.registerFunction("year(string): double", (date: string) => Number(date.slice(0, 4)));
  environment.registerFunction("month(string): double", (date: string) => Number(date.slice(5, 7)));
  environment.registerFunction("day(string): double", (date: string) => Number(date.slice(8, 10)));
}
