import type { ExifTags } from "./exif-tags.js";

/** The longest that are sold have some 40 characters. */
const CAMERA_CHARACTERS = 60;

/**
 * The camera's maker and model in one line, such as "NIKON COOLPIX P6000" or, where the model begins with its maker,
 * "Canon EOS 40D"; null when the photograph names neither.
 */
export function cameraOf(tags: ExifTags): string | null {
  const make = plain(tags.text("Make"));
  const model = plain(tags.text("Model"));
  const isNamedByModel = firstWord(model) === firstWord(make);
  const name = isNamedByModel ? model : `${make} ${model}`.trim();
  return name === "" ? null : [...name].slice(0, CAMERA_CHARACTERS).join("").trim();
}

/** Without what cannot be read: Unicode's category Other (controls, marks of direction, unassigned), wrong encoding. */
function plain(text: string): string {
  return text
    .replace(/(?!\s)[\p{C}\ufffd]/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}

function firstWord(text: string): string {
  return text.split(" ", 1)[0]?.toUpperCase() ?? "";
}
