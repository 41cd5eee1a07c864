#!/usr/bin/env node
import { Command } from "commander";
import { autotestCommand } from "./autotest.ts";
import { benchCommand } from "./bench.ts";
import { blocklistCommand } from "./blocklist.ts";
import { chartCommand } from "./chart.ts";
import { checkCommand } from "./check.ts";
import { demoCommand } from "./demo.ts";
import { diffCommand } from "./diff.ts";
import { exportCommand } from "./export.ts";
import { fail } from "./fail.ts";
import { importCommand } from "./import.ts";
import { listCommand } from "./list.ts";
import { outcomesCommand } from "./outcomes.ts";
import { policyCommand } from "./policy.ts";
import { serveCommand } from "./serve.ts";
import { simulateCommand } from "./simulate.ts";
import { timeCommand } from "./time.ts";
import { userCommand } from "./user.ts";

const program = new Command("fieldline")
  .description("Open system for telephone surveys: questionnaires, calling, interviews, results.")
  .showHelpAfterError("(fieldline COMMAND --help says more)")
  .addCommand(checkCommand())
  .addCommand(autotestCommand())
  .addCommand(diffCommand())
  .addCommand(benchCommand())
  .addCommand(serveCommand())
  .addCommand(demoCommand())
  .addCommand(exportCommand())
  .addCommand(blocklistCommand())
  .addCommand(chartCommand())
  .addCommand(importCommand())
  .addCommand(listCommand())
  .addCommand(outcomesCommand())
  .addCommand(policyCommand())
  .addCommand(simulateCommand())
  .addCommand(timeCommand())
  .addCommand(userCommand());

program.parseAsync().catch(fail);
