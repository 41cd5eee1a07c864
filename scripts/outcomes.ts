import { Command } from "commander";
import { outcomeFaults } from "../server/calling/check-policy.ts";
import { defaultOutcomes, outcomeCatalogue } from "../server/calling/outcome-catalogue.ts";
import { jsonText } from "../server/studies/json-text.ts";
import { outcomeChanges, setStudyOutcomes } from "../server/studies/set-study-outcomes.ts";
import { CommandError } from "./fail.ts";
import { faultsInOneLine, readJson } from "./json-file.ts";
import { withStudy } from "./with-study.ts";

async function show(key: string | undefined): Promise<void> {
  const own = key === undefined ? null : await withStudy(key, async (_deps, study) => study.outcomes);
  process.stdout.write(`${jsonText(outcomeCatalogue(own))}\n`);
}

async function readChecked(file: string): Promise<unknown> {
  const outcomes = await readJson(file);
  const faults = outcomeFaults(outcomes);
  if (faults.length > 0) throw new CommandError(`${file}: ${faultsInOneLine(faults)}`);
  return outcomes;
}

async function check(file: string): Promise<void> {
  await readChecked(file);
  process.stdout.write(`${file}: no fault in itself; set says whether it fits a study\n`);
}

async function set(
  key: string,
  file: string | undefined,
  flags: { default?: true; json?: true },
): Promise<void> {
  if ((file === undefined) === (flags.default === undefined))
    throw new CommandError("give a file, or --default for the shipped catalogue");
  const outcomes = file === undefined ? defaultOutcomes() : await readChecked(file);
  const { before, after } = await withStudy(key, async (deps, study) => ({
    before: study.outcomes,
    after: (await setStudyOutcomes(deps, { studyId: study._id, outcomes, by: "command" })).outcomes,
  }));
  const changes = outcomeChanges(outcomeCatalogue(before), outcomeCatalogue(after));
  const count = outcomeCatalogue(after).outcomes.length;
  if (flags.json) {
    process.stdout.write(`${JSON.stringify({ study: key, outcomes: count, changes })}\n`);
    return;
  }
  process.stdout.write(
    changes.length === 0
      ? `${key}: these ${count} outcomes hold already\n`
      : `${key}: ${count} outcomes hold from now on; ${changes.join("; ")}\n`,
  );
}

export function outcomesCommand(): Command {
  return new Command("outcomes")
    .description("outcome catalogues: what a call can come to, and what happens next")
    .addCommand(
      new Command("show")
        .description(
          "print the catalogue of a study as JSON, as set takes it; without a study the shipped one",
        )
        .argument("[study]", "key or id of the study")
        .action(show),
    )
    .addCommand(
      new Command("check")
        .description("check a catalogue against its schema, for codes and for keys that are used twice")
        .argument("<file>", "the whole catalogue as JSON")
        .action(check),
    )
    .addCommand(
      new Command("set")
        .description("put a catalogue into force for a study, after the same check")
        .argument("<study>", "key or id of the study")
        .argument("[file]", "the whole catalogue as JSON; what it leaves out is no longer offered")
        .option("--default", "go back to the shipped catalogue")
        .option("--json", "print what changed as JSON")
        .addHelpText(
          "after",
          "\nRefused with a sentence: leaving out what Fieldline itself uses, what calls of the study have or what its\n" +
            "calling policy or questionnaire names.\n\nExample:\n  fieldline outcomes show poll > outcomes.json\n  (edit outcomes.json)\n  fieldline outcomes set poll outcomes.json",
        )
        .action(set),
    );
}
