/**
 * Where a spreadsheet would see a formula: at the start of the text, of a line, or behind a separator that
 * another language's spreadsheet splits at; white space in between does not help. Wide signs count too.
 */
const formulaStart = /(^|[\r\n\t,;|])(\s*)(?=[=+\-@＝＋－＠])/gu;

/**
 * Makes open text harmless in a spreadsheet: an apostrophe before each sign that would start a formula.
 * Only for texts that somebody typed; codes and numbers such as -9 must stay as they are.
 */
export function defuseFormula(text: string): string {
  return text.replace(formulaStart, "$1$2'");
}
