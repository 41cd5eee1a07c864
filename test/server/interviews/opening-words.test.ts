import { expect } from "chai";
import type { HeldCase } from "../../../server/cases/held-case.ts";
import { openingSituation, openingWords } from "../../../server/interviews/opening-words.ts";
import type { StationContext } from "../../../server/interviews/station-view.ts";

const study = { outcomes: null };
const call = (outcome: string) => ({ outcome }) as HeldCase["history"][number];
const appointment = { kind: "hard" } as HeldCase["appointment"];

/** A case that nobody has talked to, as far as the words of the first sentence depend on it. */
const situation = (held: Partial<HeldCase>, interview: unknown = null) =>
  openingSituation(
    study,
    { history: [], appointment: null, attempt: null, whyCode: "fresh", ...held } as HeldCase,
    interview,
  );

describe("the words that open a call", () => {
  it("introduce the study to whom nobody has talked yet", () => {
    expect(situation({})).to.equal("introduction");
    expect(situation({ history: [call("no-answer"), call("busy")] })).to.equal("introduction");
  });

  it("refer to the earlier call, and after a soft refusal try to win the person over", () => {
    expect(situation({ history: [call("call-back")] })).to.equal("callBack");
    expect(situation({ history: [call("call-back"), call("refused-today")] })).to.equal("conversion");
  });

  it("refer to the appointment, but never to one that the institute has missed", () => {
    const history = [call("appointment")];
    expect(situation({ history, appointment, whyCode: "appointment" })).to.equal("appointment");
    expect(situation({ history, appointment, whyCode: "appointment-missed" })).to.equal("callBack");
  });

  it("ask whoever rings back nothing about an appointment, and go on with an interview that was begun", () => {
    const attempt = { inbound: true } as HeldCase["attempt"];
    expect(situation({ appointment, attempt })).to.equal("inbound");
    expect(situation({ appointment, attempt }, {})).to.equal("resume");
  });

  it("answer where the number comes from by the source of the case, otherwise by the study", () => {
    const about = {
      ...study,
      ...{ client: { name: "City" }, institute: { name: "I", phone: "1" }, name: "S", languages: ["de"] },
      texts: { de: { source: "Zufällig erzeugt." } },
      sources: [{ id: "s1", texts: { de: "Aus dem Melderegister für {client}." } }],
    };
    const said = (source: string | null) =>
      openingWords(
        {
          study: about,
          held: { history: [], persons: [], language: "de", source } as unknown as HeldCase,
          interview: null,
          t: (key: string) => key,
        } as unknown as StationContext,
        "Ayla",
      ).source;
    expect(said("s1")).to.equal("Aus dem Melderegister für City.");
    expect(said(null)).to.equal("Zufällig erzeugt.");
  });

  it("name institute and client without an article, whatever they are called", () => {
    const say = (attempt: object | null) =>
      openingWords(
        {
          study: {
            ...{ ...study, name: "S", languages: ["de"], texts: {}, sources: [] },
            client: { name: "Mittelland-Rundschau" },
            institute: { name: "Institut Hartwell", phone: "1" },
          },
          held: { history: [], persons: [], language: "de", source: null, appointment: null, attempt },
          interview: null,
          t: (key: string) => key,
        } as unknown as StationContext,
        "Ayla",
      ).script;
    for (const script of [say(null), say({ inbound: true })])
      expect(script)
        .to.contain("Name ist Ayla, Institut Hartwell.")
        .and.contain("für unseren Auftraggeber Mittelland-Rundschau")
        .and.not.match(/Institut Institut/);
  });
});
