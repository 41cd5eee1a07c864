/** Words that conditions, texts or exports keep for themselves; a name of the form gets q_ in front. */
const reservedIds = new Set(
  "all and any as bool break by bytes case_id cel client constructor continue const dk double dyn else empty eq exists exists_one false filter for function ge gt has hasownproperty if import in institute int interview interview_id interviewer le let list loop lt map matches namespace ne not null null_type optional or package position prototype refused answered special return sample sample_id self size string study this to today tostring true type uint valueof var void while with".split(
    " ",
  ),
);

const plain: Record<string, string> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss", Ä: "Ae", Ö: "Oe", Ü: "Ue" };

const ascii = (text: string) =>
  text
    .replace(/[äöüßÄÖÜ]/g, (letter) => plain[letter] ?? letter)
    .normalize("NFD")
    .replace(/\p{M}/gu, "");

/** A free name: the wanted one, else with a number behind it, at most 32 characters. */
function free(wanted: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const tail = number === 1 ? "" : `_${number}`;
    const name = wanted.slice(0, 32 - tail.length) + tail;
    if (!taken.has(name)) return name;
  }
}

/** "firstNameFM" as an id: "first_name_fm"; unique among `taken`, never a reserved word. */
export function idFor(name: string, taken: ReadonlySet<string>): string {
  const snake = ascii(name)
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const id = /^[a-z]/.test(snake) ? snake : `q_${snake || "unnamed"}`;
  return free(reservedIds.has(id) ? `q_${id}` : id, taken);
}

/** An option code: kept where the language allows it, otherwise with the odd characters replaced. */
export function codeFor(name: string, taken: ReadonlySet<string>): string {
  if (/^[A-Za-z0-9_-]{1,32}$/.test(name) && !taken.has(name)) return name;
  const code = ascii(name)
    .replace(/[^A-Za-z0-9_-]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return free(code || "code", taken);
}

/** An id for the questionnaire: "socio-economic-survey". */
export function questionnaireId(name: string): string {
  const id = ascii(name)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 64);
  return id || "imported-form";
}
