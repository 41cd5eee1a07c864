#!/usr/bin/env node
import { Command } from "commander";
import { fail } from "./fail.ts";
import { serveCommand } from "./serve.ts";
import { userCommand } from "./user.ts";

const program = new Command("fieldline")
  .description("Open system for telephone surveys: questionnaires, calling, interviews, results.")
  .showHelpAfterError("(fieldline COMMAND --help says more)")
  .addCommand(serveCommand())
  .addCommand(userCommand());

program.parseAsync().catch(fail);
