import type { Policy } from "../../server/calling/policy.ts";
import { poolOfCase } from "../../server/calling/pool.ts";
import { scoreOf } from "../../server/calling/score-of.ts";
import { shippedPolicy } from "../../server/calling/shipped-policy.ts";
import { forgetCandidates } from "../../server/cases/candidate-pools.ts";
import { bands, type CaseDoc, type CaseNumber } from "../../server/cases/case.ts";
import { caseModel } from "../../server/cases/case-model.ts";
import { contactModel } from "../../server/cases/contact-model.ts";
import { sealContact } from "../../server/cases/contact-store.ts";
import { forgetFieldStudies } from "../../server/cases/field-study.ts";
import { unworkedCase } from "../../server/cases/unworked-case.ts";
import { fictionNumbers } from "../../server/compliance/fiction-numbers.ts";
import type { TestDeps } from "./test-deps.ts";

export interface FieldUser {
  id: string;
  name: string;
  languages: string[];
  skills: string[];
}

export function interviewer(n: number, over: Partial<FieldUser> = {}): FieldUser {
  return { id: `u${n}`, name: `Interviewer ${n}`, languages: ["de", "en"], skills: [], ...over };
}

/** A study in the field as the field reads it. */
export async function makeFieldStudy(
  deps: TestDeps,
  options: { id?: string; policy?: Policy; users: FieldUser[]; status?: string; telephony?: string },
): Promise<string> {
  const id = options.id ?? "study1";
  await deps.db.collection("studies").insertOne({
    _id: id as never,
    key: id,
    name: id,
    client: { name: "Northmoor" },
    institute: { name: "Hartwell", phone: "" },
    status: options.status ?? "open",
    languages: ["de"],
    versions: [],
    team: options.users.map((user) => ({
      userId: user.id,
      from: null,
      until: null,
      share: null,
      skills: [],
    })),
    policy: options.policy ?? shippedPolicy("plain"),
    outcomes: null,
    texts: {},
    telephony: options.telephony ?? "manual",
    released: { results: false },
    demo: false,
    createdAt: deps.clock.now(),
  });
  forgetFieldStudies(deps);
  return id;
}

/** Cases with one German landline each (numbers reserved for fiction), ready to be claimed. */
export async function makeCases(
  deps: TestDeps,
  studyId: string,
  count: number,
  over: (n: number) => Partial<CaseDoc> = () => ({}),
  firstNumber = 0,
): Promise<string[]> {
  const digits = fictionNumbers("landline");
  const cases: CaseDoc[] = [];
  const contacts = [];
  for (let n = 0; n < count; n++) {
    const id = `${studyId}-c${n}`;
    const numbers: CaseNumber[] = [
      { id: "n1", kind: "landline", country: "DE", zones: ["Europe/Berlin"], state: "callable", attempts: 0 },
    ];
    const own = over(n);
    const item: CaseDoc = {
      ...unworkedCase(),
      _id: id,
      studyId,
      reference: `T-${studyId}-${n}`,
      batch: "b1",
      state: "ready",
      band: bands.usual,
      score: 0,
      pool: "",
      why: { code: "fresh", params: {} },
      replicate: 1,
      random: n / count,
      language: "de",
      region: "DE-BE",
      skill: "",
      sample: {},
      numbers,
      nextNumberId: "n1",
      ...own,
    };
    item.pool = poolOfCase(item);
    item.score = scoreOf(item, 0);
    cases.push(item);
    contacts.push(
      sealContact(
        deps.vault,
        { _id: id, studyId, batch: "b1" },
        {
          reference: `K${n}`,
          persons: [{ id: "p1", role: "target", name: `Anna Muster ${n}` }],
          numbers: item.numbers.map((number, k) => ({
            id: number.id,
            e164: digits[firstNumber + n + k * 1500] ?? "",
          })),
          notes: [],
        },
      ),
    );
  }
  await caseModel(deps.db).collection.insertMany(cases as never[]);
  await contactModel(deps.db).collection.insertMany(contacts as never[]);
  forgetCandidates(deps);
  return cases.map((item) => item._id);
}
