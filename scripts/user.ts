import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { loadConfig } from "../server/config.ts";
import type { Deps } from "../server/deps.ts";
import { Problem } from "../server/http/problem.ts";
import { openHouse } from "../server/main.ts";
import { isRole, roles } from "../server/users/roles.ts";
import { addUser, findUsers, setDisabled, setPassword } from "../server/users/users.ts";
import { translator } from "../server/views/translate.ts";
import { CommandError } from "./fail.ts";

const list = (text: string) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

/** From a pipe (one line) or asked for on the terminal; never an argument, which others could see. */
async function readPassword(): Promise<string> {
  const terminal = process.stdin.isTTY === true;
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  try {
    if (terminal) process.stderr.write("Password (it will be visible): ");
    for await (const line of reader) return line;
    throw new CommandError("no password: type one, or pipe it in (echo SECRET | fieldline user add ...)");
  } finally {
    reader.close();
  }
}

function explain(error: unknown): unknown {
  if (!(error instanceof Problem)) return error;
  const t = translator("en");
  const faults = error.errors.map(({ pointer, detail }) => `${pointer}: ${t(`users.errors.${detail}`)}`);
  return new CommandError(
    [...faults, ...(faults.length ? [] : [t(`problems.${error.code}.detail`, error.params)])].join("; "),
  );
}

/** Opens the same data as the server does and closes them again. */
async function withHouse(work: (deps: Deps) => Promise<void>): Promise<void> {
  const config = loadConfig(process.env, { logLevel: "silent" });
  const house = await openHouse(config, (line) => process.stderr.write(`${line}\n`), { beside: true });
  try {
    await work(house.deps);
  } catch (error) {
    throw explain(error);
  } finally {
    await house.close();
  }
}

interface AddOptions {
  name: string;
  roles: string;
  languages: string;
  skills: string;
  site?: string;
  locale: string;
}

async function add(login: string, options: AddOptions): Promise<void> {
  const asked = list(options.roles);
  const unknown = asked.filter((role) => !isRole(role));
  if (unknown.length > 0)
    throw new CommandError(`no role "${unknown.join(", ")}"; allowed are ${roles.join(", ")}`);
  const password = await readPassword();
  await withHouse(async (deps) => {
    const user = await addUser(
      deps,
      {
        login,
        password,
        name: options.name,
        roles: asked.filter(isRole),
        languages: list(options.languages),
        skills: list(options.skills),
        site: options.site ?? null,
        locale: options.locale,
      },
      "command",
    );
    process.stdout.write(`${user.login} can sign in now (${user.roles.join(", ")})\n`);
  });
}

async function show(options: { json?: boolean }): Promise<void> {
  await withHouse(async (deps) => {
    const users = (await findUsers(deps.db)).map(({ login, name, roles: held, site, disabled }) => ({
      login,
      name,
      roles: held,
      site,
      disabled,
    }));
    if (options.json) process.stdout.write(`${JSON.stringify({ users }, null, 2)}\n`);
    else if (users.length === 0)
      process.stdout.write("no accounts yet: fieldline user add LOGIN --name NAME --roles admin\n");
    else
      for (const user of users)
        process.stdout.write(
          `${user.login.padEnd(24)} ${user.roles.join(",").padEnd(24)} ${user.name}${user.disabled ? " (disabled)" : ""}\n`,
        );
  });
}

/** fieldline user: accounts from the command line, above all the first administrator. */
export function userCommand(): Command {
  const command = new Command("user").description("add, list, disable accounts and set passwords");
  command
    .command("add LOGIN")
    .description("make an account; the password is asked for or read from a pipe")
    .requiredOption("--name <name>", "the person's name")
    .requiredOption("--roles <roles>", `one or several of ${roles.join(",")}`)
    .option("--languages <codes>", "languages that the person interviews in, such as de,en", "")
    .option("--skills <skills>", "such as converter", "")
    .option("--site <site>", "where the person works")
    .option("--locale <locale>", "language of the screens, en or de", "en")
    .action(add);
  command.command("list").description("show all accounts").option("--json", "as JSON").action(show);
  command
    .command("password LOGIN")
    .description("set a new password; open sessions end within seconds")
    .action(async (login: string) => {
      const password = await readPassword();
      await withHouse((deps) => setPassword(deps, login, password, "command"));
      process.stdout.write(`${login} has a new password\n`);
    });
  command
    .command("disable LOGIN")
    .description("shut an account out; open sessions end within seconds")
    .option("--undo", "let it in again")
    .action(async (login: string, options: { undo?: boolean }) => {
      await withHouse((deps) => setDisabled(deps, login, !options.undo, "command"));
      process.stdout.write(`${login} is ${options.undo ? "enabled" : "disabled"}\n`);
    });
  return command;
}
