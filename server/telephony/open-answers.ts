/** What people say to the open questions of the shipped questionnaires, by question and language. */
const said: Record<string, Record<string, string[]>> = {
  problem_open: {
    de: [
      "Die Mieten. Meine Tochter findet in der Stadt nichts Bezahlbares.",
      "Dass alles teurer wird, vor allem Lebensmittel und Strom.",
      "Die Rente, und was die Pflege kostet.",
      "Zuwanderung, die Städte sind überlastet.",
      "Die Wirtschaft. Bei uns im Betrieb ist Kurzarbeit.",
      "Der Klimawandel, und dass niemand wirklich etwas tut.",
      "Dass die Gesellschaft so auseinanderdriftet.",
      "Der Krieg in Europa.",
      "Die Schulen: zu wenig Lehrer, kaputte Gebäude.",
      "Dass man keinen Termin beim Facharzt bekommt.",
      "Bürokratie. Für alles drei Formulare.",
      "Die Bahn und die Brücken, die ganze Infrastruktur.",
    ],
    en: [
      "Rents, you cannot find a flat any more.",
      "Everything is getting more expensive.",
      "The economy and jobs.",
      "Climate change.",
      "Divisions in society.",
    ],
  },
  local_change: {
    de: [
      "Ein Bus, der auch abends und am Wochenende fährt.",
      "Mehr bezahlbare Wohnungen.",
      "Weniger Autos in der Innenstadt.",
      "Schnelles Internet, wir warten seit Jahren.",
      "Wieder ein Laden im Ort und eine Arztpraxis.",
      "Mehr Sauberkeit auf Straßen und Spielplätzen.",
      "Sichere Radwege.",
      "Etwas für die Jugendlichen, die haben hier nichts.",
    ],
    en: ["Better buses in the evening.", "Cheaper flats.", "Safer cycle paths.", "A doctor nearby."],
  },
  problems_other: {
    de: ["Gesundheitswesen", "Bürokratie abbauen", "Digitalisierung", "Bahn", "Steuern senken"],
    en: ["Health care", "Less bureaucracy", "Railways", "Taxes"],
  },
  news_other: {
    de: ["Newsletter", "Beruflich", "Gemeindeblatt", "Veranstaltung der Gewerkschaft"],
    en: ["Newsletters", "At work"],
  },
  vote_other: {
    de: ["Tierschutzpartei", "Volt", "Die PARTEI", "ÖDP"],
    en: ["Volt", "Animal Protection Party"],
  },
  open_point: {
    de: [
      "Der Monteur hatte das Ersatzteil nicht dabei und muss noch einmal kommen.",
      "Die Anzeige am neuen Zähler bleibt dunkel.",
      "Das Loch in der Wand ist noch nicht verputzt.",
      "Der Druck in der Heizung fällt immer noch ab.",
      "Es fehlt das Protokoll, das per Post kommen sollte.",
    ],
    en: ["The fitter did not have the spare part.", "The display on the new meter stays dark."],
  },
  recommend_why: {
    de: [
      "Man erreicht immer jemanden.",
      "Freundliche Leute, pünktlich, saubere Arbeit.",
      "Seit Jahren zuverlässig, nie Ärger gehabt.",
      "Die Preise sind gestiegen, sonst ist alles gut.",
      "Ich habe dreimal anrufen müssen, bis ein Termin stand.",
      "Der Termin wurde zweimal verschoben.",
      "Es hat alles geklappt, mehr kann man nicht verlangen.",
      "Ist halt der Versorger hier, viel Auswahl hat man nicht.",
    ],
    en: [
      "Friendly people and clean work.",
      "Reliable for years.",
      "I had to call three times for an appointment.",
    ],
  },
};

const aliases: Record<string, string> = {
  vote_lean_other: "vote_other",
  vote_past_other: "vote_other",
};

/** Something to say in the interview's language; null where nothing is prepared. */
export function openAnswer(question: string, language: string, random: () => number): string | null {
  const texts = said[aliases[question] ?? question];
  const list = texts?.[language] ?? texts?.en;
  return list?.[Math.floor(random() * list.length)] ?? null;
}
