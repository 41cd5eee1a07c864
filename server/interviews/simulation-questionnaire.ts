import type { Questionnaire } from "../../surveys/engine/index.ts";

/** A short interview that everybody can finish, with a quota by the region that the sample tells. */
export function simulationQuestionnaire(): Questionnaire {
  const scale = (id: string) => ({
    ...{ type: "scale" as const, id, read: "From 0 to 10?", min: 0, max: 10, specials: ["dk"] },
  });
  return {
    ...{ formatVersion: 1, id: "simulated", title: "Simulated", languages: ["de"] },
    sample: { region: { type: "text" } },
    specials: { dk: { label: "Weiß nicht" } },
    items: [
      { type: "quota", id: "q_region", by: ["sample.region"] },
      { type: "info", id: "intro", read: "Guten Tag." },
      scale("first"),
      scale("second"),
      scale("third"),
      { type: "end", id: "done", outcome: "complete" },
    ],
  };
}
