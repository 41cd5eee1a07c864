import { mostReplicates } from "../cases/draw-replicates.ts";

/** As typed into the form of a sample; "" is the whole sample, and the first replicate of several. */
export interface TypedReplicates {
  replicates: string;
  release: string;
}

export interface ReadReplicates {
  replicates: number;
  release: number;
  /** Code of what is wrong, by field. */
  errors: { replicates?: "replicates" | "tooMany"; release?: "release" };
}

const whole = (text: string) => (/^\d{1,7}$/.test(text.trim()) ? Number(text) : null);

/**
 * Into how many replicates a sample goes and how many of them are released at once.
 * @param cases what the sample comes to, once that is known
 */
export function readReplicates(typed: TypedReplicates | undefined, cases?: number): ReadReplicates {
  const { replicates: many = "", release: first = "" } = typed ?? {};
  const replicates = many.trim() === "" ? 1 : whole(many);
  const release = first.trim() === "" ? 1 : whole(first);
  const errors: ReadReplicates["errors"] = {};
  if (replicates === null || replicates < 1 || replicates > mostReplicates) errors.replicates = "replicates";
  else if (cases !== undefined && cases > 0 && replicates > cases) errors.replicates = "tooMany";
  if (release === null || (!errors.replicates && release > (replicates ?? 0))) errors.release = "release";
  return { replicates: replicates ?? 1, release: release ?? 0, errors };
}
