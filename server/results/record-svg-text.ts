import type { SKRSContext2D } from "@napi-rs/canvas";
import { escapeXml } from "./escape-xml.ts";

const anchors: Record<string, string> = { center: "middle", right: "end", end: "end" };
/** From the wanted baseline to the alphabetic one, in parts of the font size (Inter's metrics). */
const shifts: Record<string, number> = { middle: 0.36, top: 0.9, hanging: 0.9, bottom: -0.22 };

/**
 * Makes an SVG canvas note down its texts instead of drawing them: the canvas cuts a text into letters
 * and loses some of them ("ź"), whole strings stay searchable, editable and readable aloud.
 * Rotated text is not supported; our charts have none.
 * @returns what gives the `<text>` elements noted so far
 */
export function recordSvgText(context: SKRSContext2D): () => string {
  const elements: string[] = [];
  // This canvas's `fillStyle` keeps its value over restore(), so it is put back by hand.
  const colours: SKRSContext2D["fillStyle"][] = [];
  const save = context.save.bind(context);
  const restore = context.restore.bind(context);
  context.save = () => {
    colours.push(context.fillStyle);
    save();
  };
  context.restore = () => {
    restore();
    const colour = colours.pop();
    if (colour !== undefined) context.fillStyle = colour;
  };
  context.fillText = (text: string, x: number, y: number) => {
    const { e, f } = context.getTransform();
    const [, weight = "400", size = "13"] = /(?:(\d{3}) )?(\d+(?:\.\d+)?)px/.exec(context.font) ?? [];
    const baseline = y + f + Number(size) * (shifts[context.textBaseline] ?? 0);
    elements.push(
      `<text x="${(x + e).toFixed(1)}" y="${baseline.toFixed(1)}" font-size="${size}" font-weight="${weight}"` +
        ` text-anchor="${anchors[context.textAlign] ?? "start"}" fill="${context.fillStyle}">${escapeXml(text)}</text>`,
    );
  };
  return () => elements.join("");
}
