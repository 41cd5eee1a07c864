import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import { libraryFolder, schemaFolder } from "../../server/paths.ts";

type Part = { [name: string]: unknown };

const file = join(schemaFolder, "questionnaire.schema.json");
const schema = JSON.parse(readFileSync(file, "utf8")) as Part & { $id: string; $defs: Record<string, Part> };

const isPart = (value: unknown): value is Part =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every property of the language with its JSON pointer, wherever it stands. */
function properties(part: unknown, pointer = ""): { pointer: string; property: Part }[] {
  if (Array.isArray(part)) return part.flatMap((one, at) => properties(one, `${pointer}/${at}`));
  if (!isPart(part)) return [];
  return Object.entries(part).flatMap(([name, inner]) => {
    if (name === "examples" || name === "default") return [];
    const own =
      name === "properties" && isPart(inner)
        ? Object.entries(inner).flatMap(([key, property]) =>
            isPart(property) ? [{ pointer: `${pointer}/properties/${key}`, property }] : [],
          )
        : [];
    return [...own, ...properties(inner, `${pointer}/${name}`)];
  });
}

describe("the schema in an editor", () => {
  it("explains every member of the language", () => {
    const silent = properties(schema).filter(
      ({ property }) => typeof property.description !== "string" || property.description === "",
    );
    expect(silent.map(({ pointer }) => pointer)).to.deep.equal([]);
  });

  it("explains a member where it stands: editors show the description of a shared part instead", () => {
    const hidden = properties(schema).filter(({ property }) => {
      const shared =
        typeof property.$ref === "string" ? schema.$defs[property.$ref.split("/").at(-1) ?? ""] : null;
      return shared?.description !== undefined || shared?.examples !== undefined;
    });
    expect(hidden.map(({ pointer }) => pointer)).to.deep.equal([]);
  });

  it("gives examples that are right themselves", () => {
    const ajv = new Ajv2020({ strict: false, discriminator: true });
    ajv.addSchema(schema);
    const withExamples = [
      ...properties(schema),
      ...Object.entries(schema.$defs).map(([name, property]) => ({ pointer: `/$defs/${name}`, property })),
    ].filter(({ property }) => Array.isArray(property.examples));
    expect(withExamples.length).to.be.at.least(60);
    for (const { pointer, property } of withExamples) {
      const validate = ajv.compile({ $ref: `${schema.$id}#${pointer}` });
      for (const example of property.examples as unknown[])
        expect(validate(example), `${pointer}: ${JSON.stringify(example)}`).to.equal(true);
    }
  });

  it("says what each type of item is where the type is chosen", () => {
    for (const { $ref } of (schema.$defs.item?.oneOf ?? []) as { $ref: string }[]) {
      const type = $ref.split("/").at(-1) ?? "";
      const chosen = schema.$defs[type]?.properties as Record<string, Part> | undefined;
      expect(chosen?.type).to.deep.equal({ const: type, description: schema.$defs[type]?.description });
    }
  });

  it("is found by the relative path that the shipped questionnaires give", () => {
    for (const name of readdirSync(libraryFolder).filter((one) => one.endsWith(".json"))) {
      const { $schema } = JSON.parse(readFileSync(join(libraryFolder, name), "utf8")) as { $schema: string };
      expect(resolve(dirname(join(libraryFolder, name)), $schema), name).to.equal(file);
    }
  });
});
