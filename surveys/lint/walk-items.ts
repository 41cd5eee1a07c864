import type { Item, Questionnaire } from "../engine/definition.ts";

/** An item with its place in the definition. */
export interface Visit {
  item: Item;
  /** JSON pointer of the item. */
  pointer: string;
  /** Position in reading order, over all levels. */
  index: number;
  /** Items around it, outermost first. */
  parents: Item[];
}

/** All items in reading order, parents before their children. */
export function walkItems(definition: Questionnaire): Visit[] {
  const visits: Visit[] = [];
  const walk = (items: Item[], pointer: string, parents: Item[]): void => {
    items.forEach((item, position) => {
      const here = `${pointer}/${position}`;
      visits.push({ item, pointer: here, index: visits.length, parents });
      if (item.type === "block" || item.type === "roster")
        walk(item.items, `${here}/items`, [...parents, item]);
    });
  };
  walk(definition.items, "/items", []);
  return visits;
}
