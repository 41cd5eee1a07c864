import type { Tone } from "./chart-spec.ts";

/** The light colours of `client/style.css` (`--chart-*`, `--on-chart-*`): files are always on white. */
export const fills: Record<Tone, string> = {
  bar: "#0d5875",
  "1": "#0d5875",
  "2": "#86b6c9",
  "3": "#c8cecb",
  "4": "#e0b086",
  "5": "#98491a",
  s1: "#d3e3ea",
  s2: "#a6c8d6",
  s3: "#6fa6bd",
  s4: "#33799a",
  s5: "#0b4257",
  "0": "#eceeec",
};

/** Ink that is readable on the fill of the same name. */
export const inks: Record<Tone, string> = {
  bar: "#ffffff",
  "1": "#ffffff",
  "2": "#10242c",
  "3": "#1c2023",
  "4": "#2b1703",
  "5": "#ffffff",
  s1: "#10242c",
  s2: "#10242c",
  s3: "#08181f",
  s4: "#ffffff",
  s5: "#ffffff",
  "0": "#1c2023",
};

export const ink = "#1c2023";
export const quietInk = "#50585d";
export const rule = "#d3d8d4";
export const paper = "#ffffff";
