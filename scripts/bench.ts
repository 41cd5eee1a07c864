import { Command } from "commander";
import { benchClaimCommand } from "./bench-claim.ts";
import { benchEngineCommand } from "./bench-engine.ts";
import { benchImportCommand } from "./bench-import.ts";
import { benchQuotaCommand } from "./bench-quota.ts";
import { benchSearchCommand } from "./bench-search.ts";
import { benchStepsCommand } from "./bench-steps.ts";

/** `fieldline bench …`: measures, never judges. */
export function benchCommand(): Command {
  return new Command("bench")
    .description("measure speed on this machine")
    .addCommand(benchEngineCommand())
    .addCommand(benchStepsCommand())
    .addCommand(benchClaimCommand())
    .addCommand(benchQuotaCommand())
    .addCommand(benchSearchCommand())
    .addCommand(benchImportCommand());
}
