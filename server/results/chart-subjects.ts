import type { ChartForm } from "./chart-spec.ts";
import type { Variable } from "./variable.ts";

/** What one chart is about: a variable, or all rows of a grid. */
export interface ChartSubject {
  /** Name of the variable, or id of the grid. */
  name: string;
  form: ChartForm;
  variables: Variable[];
}

/** More answers than this make no readable chart (long code lists). */
const mostBars = 40;

function formOf(variable: Variable): ChartForm | null {
  if (variable.personal || variable.openText || variable.fromSample) return null;
  if (variable.type === "scale") return "stacked";
  if (variable.type === "number") return "histogram";
  if (variable.type === "boolean") return "bars";
  if (variable.categories.length === 0 || variable.categories.length > mostBars) return null;
  if (variable.type === "single") return variable.grid ? "stacked" : "bars";
  return variable.type === "multiple" || variable.type === "ranking" ? "bars" : null;
}

/** Every chart that a questionnaire gives, in its order. Open text, dates, personal answers and sample data have none. */
export function chartSubjects(variables: readonly Variable[]): ChartSubject[] {
  const subjects = new Map<string, ChartSubject>();
  for (const variable of variables) {
    const form = formOf(variable);
    if (!form) continue;
    // Rows of a grid with several answers each are charts of their own.
    const name = variable.grid && form === "stacked" ? variable.grid.id : variable.name;
    const known = subjects.get(name);
    if (known) known.variables.push(variable);
    else subjects.set(name, { name, form, variables: [variable] });
  }
  return [...subjects.values()];
}
