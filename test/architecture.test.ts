import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { expect } from "chai";
import { packageRoot } from "../server/paths.ts";

interface Source {
  path: string;
  text: string;
  /** Files of the project, from the root, and packages by name. */
  imports: string[];
}

const folders = ["surveys", "server", "client", "scripts"];

function sourcesIn(folder: string): Source[] {
  return readdirSync(join(packageRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => {
      const full = join(packageRoot, folder, file);
      const text = readFileSync(full, "utf8");
      const imports = [...text.matchAll(/(?:from|import) "([^"]+)"/g)].map(([, target = ""]) =>
        target.startsWith(".") ? relative(packageRoot, resolve(dirname(full), target)) : target,
      );
      return { path: join(folder, file), text, imports };
    });
}

const sources = folders.flatMap(sourcesIn);
const within = (path: string, folder: string) => path.startsWith(folder + sep);
const offenders = (rule: (source: Source) => boolean) => sources.filter(rule).map((source) => source.path);
const isModelOrStore = (path: string) =>
  within(path, join("server", "db")) || /-(store|model)\.ts$/.test(path);

describe("the structure of the code", () => {
  const mayImport: Record<string, string[]> = {
    surveys: ["surveys"],
    client: ["client", "surveys"],
    server: ["server", "surveys"],
    scripts: ["scripts", "server", "surveys"],
  };
  for (const [folder, allowed] of Object.entries(mayImport))
    it(`${folder} imports from ${allowed.join(", ")} only`, () => {
      const wrong = offenders(
        (source) =>
          within(source.path, folder) &&
          source.imports.some((target) =>
            folders.some((other) => within(target, other) && !allowed.includes(other)),
          ),
      );
      // Views are shared by server and browser: the same helpers render the same partials.
      expect(wrong.filter((path) => !within(path, "client") || !usesViewsOnly(path))).to.deep.equal([]);
    });

  function usesViewsOnly(path: string): boolean {
    const source = sources.find((candidate) => candidate.path === path);
    return (source?.imports ?? []).every(
      (target) => !within(target, "server") || within(target, join("server", "views")),
    );
  }

  it("the engine needs nothing but itself and the condition library", () => {
    const wrong = offenders(
      (source) =>
        within(source.path, join("surveys", "engine")) &&
        source.imports.some(
          (target) =>
            !within(target, join("surveys", "engine")) &&
            !(target === "@marcbachmann/cel-js" && source.path.endsWith(`${sep}condition.ts`)),
        ),
    );
    expect(wrong).to.deep.equal([]);
  });

  it("only stores, models and server/db know Mongoose and its driver", () => {
    const wrong = offenders(
      (source) =>
        source.imports.some((target) => target === "mongoose" || target === "mongodb") &&
        within(source.path, "server") &&
        !isModelOrStore(source.path),
    );
    expect(wrong).to.deep.equal([]);
  });

  it("a feature calls another's functions, never its store", () => {
    const feature = (path: string) => path.split(sep)[1] ?? "";
    const wrong = offenders(
      (source) =>
        within(source.path, "server") &&
        source.imports.some(
          (target) =>
            within(target, "server") &&
            /-store\.ts$/.test(target) &&
            feature(target) !== feature(source.path),
        ),
    );
    expect(wrong).to.deep.equal([]);
  });

  it("only the configuration reads the environment", () => {
    expect(
      offenders((source) => source.text.includes("process.env") && !within(source.path, "scripts")),
    ).to.deep.equal([join("server", "config.ts")]);
  });
});
