import type { FieldError } from "../http/problem.ts";

export interface StudyForm {
  key: string;
  name: string;
  client: string;
  institute: string;
  phone: string;
  languages: string[];
  target: string;
}

/** What is wrong with the form of a new study, by field, as keys of `studies.errors.*`. */
export function checkNewStudy(form: StudyForm): FieldError[] {
  const faults: FieldError[] = [];
  const need = (pointer: keyof StudyForm, fits: boolean, detail: string) => {
    if (!fits) faults.push({ pointer, detail });
  };
  need("name", form.name.trim() !== "", "name");
  need("key", /^[a-z0-9][a-z0-9-]{0,63}$/.test(form.key), "key");
  need("client", form.client.trim() !== "", "client");
  need("institute", form.institute.trim() !== "", "institute");
  need("phone", /^\+?[\d ()/-]{5,30}$/.test(form.phone.trim()), "phone");
  need("languages", form.languages.length > 0 && form.languages.every(isLanguage), "languages");
  need("target", form.target === "" || /^[1-9]\d{0,6}$/.test(form.target), "target");
  return faults;
}

function isLanguage(code: string): boolean {
  return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(code);
}
