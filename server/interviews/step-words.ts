import type { Words } from "../../surveys/engine/index.ts";
import type { SignedInUser } from "../http/routes.ts";
import type { CallContext } from "./call-context.ts";
import { personOf } from "./station-view.ts";

/** Words of this call for the placeholders of the questionnaire; contact data is shown, never stored or tested. */
export function stepWords(user: SignedInUser, { held, study }: CallContext): Words {
  return {
    interviewer: user.name,
    contact: { name: personOf(held)?.name ?? "" },
    study: { client: study.client.name, institute: study.institute.name, name: study.name },
  };
}
