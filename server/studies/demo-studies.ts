import { readFileSync } from "node:fs";
import { join } from "node:path";
import { shippedPolicy } from "../calling/shipped-policy.ts";
import type { SampleMapping } from "../cases/sample-mapping.ts";
import { libraryFolder } from "../paths.ts";
import type { DemoStudyKey } from "./demo-sample.ts";
import type { NewSource } from "./sample-sources.ts";
import type { NewStudy } from "./studies.ts";

export interface DemoStudy {
  key: DemoStudyKey;
  study: NewStudy;
  mapping: Partial<SampleMapping>;
  /** Where its numbers come from; the answer to who asks for it is the study's text. */
  source: Omit<NewSource, "texts">;
  /** How many random parts the sample has; the last one waits for its release. */
  replicates: number;
  /** Were these people customers, who agreed to be called? */
  customers: boolean;
  /** Sample rows for each interview that is wanted. */
  rowsPerInterview: number;
}

const institute = { name: "Institut Hartwell", phone: "030 23125 100" };

const common = { institute, languages: ["de", "en"], telephony: "simulated" as const, demo: true };

/** The two demo studies: an opinion poll for a newspaper, a service follow-up for a utility. Both invented. */
export function demoStudies(): DemoStudy[] {
  const policy = shippedPolicy("demo") as unknown as Record<string, unknown>;
  return [
    {
      key: "opinion-poll",
      customers: false,
      rowsPerInterview: 4.5,
      mapping: { country: "DE", defaultLanguage: "de", phones: ["phone"], reference: "reference" },
      source: {
        name: "Zufallsnummern (Demo)",
        controller: "Institut Hartwell",
        legalBasis: "Art. 6 Abs. 1 f DSGVO (Forschung)",
      },
      replicates: 3,
      study: {
        ...common,
        key: "opinion-poll",
        name: "Meinungen in Deutschland (Demo)",
        client: { name: "Mittelland-Rundschau" },
        policy,
        target: 300,
        texts: {
          de: {
            introduction:
              "Guten Tag, mein Name ist {interviewer} vom {institute}. Wir machen im Auftrag der {client} eine Umfrage zu Politik und Alltag. Darf ich mit der Person sprechen, die mindestens 18 Jahre alt ist und als Letzte Geburtstag hatte?",
            callBack:
              "Guten Tag, {interviewer} vom {institute}. Wir hatten neulich schon einmal angerufen, es geht um die Umfrage für die {client}. Passt es jetzt besser?",
            appointment:
              "Guten Tag, {interviewer} vom {institute}. Wir sind jetzt für die Umfrage der {client} verabredet. Können wir beginnen?",
            conversion:
              "Guten Tag, {interviewer} vom {institute}. Beim letzten Anruf hat es gar nicht gepasst. Mir ist Ihre Meinung wichtig, deshalb versuche ich es noch einmal: Hätten Sie heute zwölf Minuten?",
            resume:
              "Guten Tag, {interviewer} vom {institute}. Wir waren mitten in der Umfrage für die {client}. Sollen wir dort weitermachen, wo wir aufgehört haben?",
            source:
              "Ihre Nummer hat ein Computer zufällig erzeugt, sie steht in keiner Liste. Nach der Umfrage wird sie gelöscht. Rückfragen: {institute}, {phone}.",
          },
          en: {
            introduction:
              "Good evening, my name is {interviewer} from {institute}. We are conducting a survey on politics and everyday life on behalf of {client}. May I speak to the person aged 18 or over who had the most recent birthday?",
            callBack:
              "Good evening, this is {interviewer} from {institute}. We called the other day about the survey for {client}. Is this a better time?",
            appointment:
              "Good evening, this is {interviewer} from {institute}. We agreed to talk now about the survey for {client}. Shall we start?",
            conversion:
              "Good evening, this is {interviewer} from {institute}. Last time was really not convenient. Your opinion matters to us, so I am trying again: would you have twelve minutes today?",
            resume:
              "Good evening, this is {interviewer} from {institute}. We were in the middle of the survey for {client}. Shall we go on where we stopped?",
            source:
              "A computer generated your number at random, it is on no list. It is deleted after the survey. Questions: {institute}, {phone}.",
          },
        },
      },
    },
    {
      key: "service-follow-up",
      customers: true,
      rowsPerInterview: 3,
      mapping: {
        country: "DE",
        defaultLanguage: "de",
        phones: ["phone", "phone2"],
        reference: "reference",
        name: "name",
        consent: "consent_date",
        consentProof: "consent_proof",
      },
      source: {
        name: "Kundenliste der Stadtwerke (Demo)",
        controller: "Stadtwerke Erlenbrück",
        legalBasis: "Art. 6 Abs. 1 a DSGVO (Einwilligung)",
      },
      replicates: 1,
      study: {
        ...common,
        key: "service-follow-up",
        name: "Kundendienst im Herbst (Demo)",
        client: { name: "Stadtwerke Erlenbrück" },
        policy,
        // Customers are asked how content they are: that counts as advertising, and all of them agreed to calls.
        advertising: true,
        target: 120,
        texts: {
          de: {
            introduction:
              "Guten Tag, {interviewer} ist mein Name, {institute}. Ich rufe im Namen der {client} an. Spreche ich mit {name}?",
            callBack:
              "Guten Tag, {interviewer} vom {institute}, im Namen der {client}. Wir hatten Sie schon einmal angerufen, wegen des Termins unseres Kundendienstes. Passt es jetzt?",
            appointment:
              "Guten Tag, {interviewer} vom {institute}, im Namen der {client}. Wir hatten diesen Termin vereinbart. Können wir beginnen?",
            source:
              "Die {client} haben uns Ihre Nummer gegeben, weil Sie solchen Anrufen zugestimmt haben. Sie können das jederzeit widerrufen. Rückfragen: {phone}.",
          },
          en: {
            introduction:
              "Good evening, my name is {interviewer} from {institute}. I’m calling on behalf of {client}. Am I speaking to {name}?",
            callBack:
              "Good evening, this is {interviewer} from {institute} on behalf of {client}. We called before about the visit of the service team. Is this a better time?",
            appointment:
              "Good evening, this is {interviewer} from {institute} on behalf of {client}. We agreed on this time. Shall we start?",
            source:
              "{client} gave us your number because you agreed to such calls. You can withdraw that at any time. Questions: {phone}.",
          },
        },
      },
    },
  ];
}

/** The shipped questionnaire of that name, as it is written. */
export function libraryQuestionnaire(name: string): unknown {
  return JSON.parse(readFileSync(join(libraryFolder, `${name}.json`), "utf8"));
}
