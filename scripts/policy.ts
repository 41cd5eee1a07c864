import { Command, Option } from "commander";
import { outcomeFaults, policyFaults } from "../server/calling/check-policy.ts";
import { isPolicy, type Policy } from "../server/calling/policy.ts";
import { shippedPolicy, shippedPolicyNames } from "../server/calling/shipped-policy.ts";
import { type CaseExplanation, explainCase } from "../server/cases/explain-case.ts";
import { instantWords } from "../server/cases/why-sentence.ts";
import { houseZone } from "../server/house-zone.ts";
import { Problem } from "../server/http/problem.ts";
import { changedPlaces } from "../server/studies/changed-places.ts";
import { jsonText } from "../server/studies/json-text.ts";
import { setStudyPolicy, withReason } from "../server/studies/set-study-policy.ts";
import type { DialMode } from "../server/telephony/telephony.ts";
import { instantOf } from "../server/typed-time.ts";
import { isLocale, translator } from "../server/views/translate.ts";
import { CommandError } from "./fail.ts";
import { faultsInOneLine, readJson } from "./json-file.ts";
import { withStudy } from "./with-study.ts";

interface ExplainFlags {
  case: string;
  at?: string;
  mode?: DialMode;
  language: string;
  json?: true;
}

function readInstant(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const at = instantOf(text, houseZone());
  if (!at) throw new CommandError(`--at "${text}" is no time; write it like 2026-11-23T18:30:00+01:00`);
  return at;
}

async function explain(key: string, flags: ExplainFlags): Promise<void> {
  const at = readInstant(flags.at);
  if (!isLocale(flags.language))
    throw new CommandError(`--language "${flags.language}" is not spoken here; there is en and de`);
  const found = await withStudy(key, (deps, study) =>
    explainCase(deps, {
      studyId: study._id,
      caseRef: flags.case,
      locale: flags.language,
      ...(at ? { at } : {}),
      ...(flags.mode ? { mode: flags.mode } : {}),
    }).catch((error: unknown) => {
      if (!(error instanceof Problem) || error.code !== "not-found") throw error;
      throw new CommandError(`no case "${flags.case}" in ${study.key}; give its reference, such as OP-10001`);
    }),
  );
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(found)}\n`);
    return;
  }
  process.stdout.write(`${explainLines(found, flags.language).join("\n")}\n`);
}

/** All in one language, all times in the zone of the case, which is named. */
function explainLines(found: CaseExplanation, locale: string): string[] {
  const t = translator(locale);
  const when = (at: Date) => `${instantWords(at, locale, found.zone)} (${found.zone})`;
  const state = t(`cases.states.${found.state}`);
  const rules = found.steps
    .filter(({ ok, rule, nextAllowedAt }) => !ok && (rule !== "state" || nextAllowedAt !== null))
    .map(({ rule, detail, rests, nextAllowedAt }) => {
      const what = rule === "state" ? "" : `${detail}${rests ? ` [${rests}]` : ""}`;
      const until = nextAllowedAt && t("explain.until", { time: when(nextAllowedAt) });
      return t("explain.notYet", { what: [what, until].filter(Boolean).join(" ") });
    });
  const end = found.work
    ? `${t("cases.atWork")}. ${t("cases.atWorkNext")}`
    : found.callable
      ? t("cases.callableNow")
      : found.callableAt
        ? t("cases.callableAt", { time: when(found.callableAt) })
        : t("cases.notByTime");
  const head = t("explain.head", { reference: found.reference, state, time: when(found.at) });
  return [
    head,
    ...[found.why, ...rules, end, ...(found.wish ? [found.wish] : [])].map((line) => `  ${line}`),
  ];
}

async function check(file: string, flags: { outcomes?: string }): Promise<void> {
  const policy = await readJson(file);
  const outcomes = flags.outcomes === undefined ? null : await readJson(flags.outcomes);
  const wrong = outcomes === null ? [] : outcomeFaults(outcomes);
  if (wrong.length > 0) throw new CommandError(`${flags.outcomes}: ${faultsInOneLine(wrong)}`);
  const faults = policyFaults(policy, new Date(), { outcomes });
  if (faults.length > 0) throw new CommandError(`${file}: ${faultsInOneLine(faults)}`);
  process.stdout.write(`${file}: can be used\n`);
}

async function show(key: string): Promise<void> {
  const policy = await withStudy(key, async (_deps, study) => study.policy);
  if (!isPolicy(policy))
    throw new CommandError(
      `study "${key}" has no calling policy; fieldline policy set ${key} FILE gives it one`,
    );
  process.stdout.write(`${jsonText(policy)}\n`);
}

async function set(key: string, name: string, flags: { reason?: string; json?: true }): Promise<void> {
  const read = shippedPolicyNames().includes(name) ? shippedPolicy(name) : await readJson(name);
  const { before, after } = await withStudy(key, async (deps, study) => {
    const faults = policyFaults(read, deps.clock.now(), study);
    if (faults.length > 0) throw new CommandError(`${name}: ${faultsInOneLine(faults)}`);
    const policy = withReason(read as Policy, flags.reason ?? (read as Policy).hours.reason ?? "");
    const changed = await setStudyPolicy(deps, { studyId: study._id, policy, by: "command" });
    return { before: study.policy, after: changed.policy };
  });
  const changes = changedPlaces(before, after);
  if (flags.json) {
    process.stdout.write(`${JSON.stringify({ study: key, policy: after.name, changes })}\n`);
    return;
  }
  const what = changes.length === 1 ? "1 place changed" : `${changes.length} places changed`;
  process.stdout.write(
    changes.length === 0
      ? `${key}: the policy "${after.name}" holds already\n`
      : `${key}: the policy "${after.name}" holds from now on, ${what}; waiting cases are planned anew\n`,
  );
}

export function policyCommand(): Command {
  return new Command("policy")
    .description("calling policies: who may be called when, and why a case is not")
    .addHelpText("after", `\nPresets: ${shippedPolicyNames().join(", ")}`)
    .addCommand(
      new Command("explain")
        .description("say which rules hold a case back and when it becomes callable")
        .argument("<study>", "key or id of the study")
        .requiredOption("--case <id>", "reference or id of the case")
        .option(
          "--at <time>",
          "ISO time to ask for, in the zone of this machine where it names no offset; default now",
        )
        .addOption(
          new Option(
            "--mode <who>",
            "ask as if a person or a machine dialed; default as the study's telephone",
          ).choices([...(["person", "automatic", "automatic-message"] satisfies DialMode[])]),
        )
        .option("--language <code>", "language of the sentences", "en")
        .option("--json", "print the result as JSON")
        .action(explain),
    )
    .addCommand(
      new Command("check")
        .description("check a policy file against its schema and for callable hours")
        .argument("<file>", "policy as JSON")
        .option(
          "--outcomes <file>",
          "outcome catalogue of the study (JSON), whose codes the policy may name too",
        )
        .action(check),
    )
    .addCommand(
      new Command("show")
        .description("print the policy of a study as JSON, as set takes it")
        .argument("<study>", "key or id of the study")
        .action(show),
    )
    .addCommand(
      new Command("set")
        .description("put a policy into force, after the same check; waiting cases are planned anew")
        .argument("<study>", "key or id of the study")
        .argument("<file>", `policy as JSON, or the name of a preset: ${shippedPolicyNames().join(", ")}`)
        .option("--reason <text>", "methodological reason for the days that are closed without one")
        .option("--json", "print what changed as JSON")
        .addHelpText(
          "after",
          "\nExample:\n  fieldline policy show poll > policy.json\n  (edit policy.json)\n  fieldline policy set poll policy.json",
        )
        .action(set),
    );
}
