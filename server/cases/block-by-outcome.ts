import type { Outcome } from "../calling/outcome-catalogue.ts";
import { blockNumber } from "../compliance/blocklist.ts";
import type { Deps } from "../deps.ts";
import type { FieldStudy } from "./field-study.ts";

/**
 * Puts numbers on the blocklist where the outcome says so ("never call again"), whoever said it: an interviewer after
 * a call or a supervisor with a letter in hand. Before the write that ends the case, so that a crash leaves them
 * blocked; repeating changes nothing.
 * @param request.hashes keyed hashes of the numbers
 */
export async function blockByOutcome(
  deps: Deps,
  request: {
    outcome: Pick<Outcome, "code" | "blocklist">;
    study: Pick<FieldStudy, "_id" | "client">;
    hashes: readonly string[];
    by: string;
  },
): Promise<void> {
  const { outcome, study, hashes, by } = request;
  const scope = outcome.blocklist;
  if (!scope) return;
  const scopeId = { study: study._id, client: study.client, institute: "" }[scope];
  await Promise.all(
    hashes.map((hash) => blockNumber(deps, { hash, scope, scopeId, reason: outcome.code, by })),
  );
}
