import { type View, ViewBuilder } from "./view.ts";

// One pass undoes one level of every escape that agents' text comes in: JSON, percent-encoding, HTML entities, colours of
// a terminal, and characters that show nothing. A secret may be spelled in several at once, so they are undone together.

/** What starts an escape. Texts without any of these are not copied. */
export const ESCAPE_START = /[%\\&\u001b\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]/;

const ESCAPE = new RegExp(
  [
    "\\\\u\\{([0-9a-fA-F]{1,6})\\}", // \u{1F600}
    "\\\\u([0-9a-fA-F]{4})", // \u0022
    "\\\\x([0-9a-fA-F]{2})", // \x22
    "\\\\([\"'`\\\\/nrtbf0])", // \n
    "%([0-9a-fA-F]{2})", // %3D
    "&#x([0-9a-fA-F]{1,6});", // &#x3d;
    "&#([0-9]{1,7});", // &#61;
    "&([a-zA-Z]{2,8});", // &quot;
    "(\\u001b\\[[0-9;?:]{0,32}[A-Za-z]|\\u001b\\][^\\u0007\\u001b\\n]{0,256}(?:\\u0007|\\u001b\\\\)|\\u001b[()][A-Z0-9])", // colours, links
    "([\\u00ad\\u034f\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufe00-\\ufe0f\\ufeff]+)", // invisible
  ].join("|"),
  "g",
);

const CONTROL: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", "0": "\0" };

const ENTITIES: Readonly<Record<string, string>> = {
  quot: '"', apos: "'", amp: "&", lt: "<", gt: ">", nbsp: " ", equals: "=", colon: ":", sol: "/", plus: "+", lowbar: "_", period: ".", comma: ",",
  dollar: "$", percnt: "%", commat: "@", num: "#", excl: "!", ast: "*", lpar: "(", rpar: ")", semi: ";", quest: "?", hyphen: "-", dash: "-", Tab: "\t", NewLine: "\n",
};

function character(code: number): string | undefined {
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : undefined;
}

function decoded(groups: readonly (string | undefined)[]): string | undefined {
  const [long, short, byte, single, percent, hexEntity, decimalEntity, named, colour, invisible] = groups;
  const hex = long ?? short ?? byte ?? percent ?? hexEntity;
  if (hex !== undefined) return character(Number.parseInt(hex, 16));
  if (single !== undefined) return CONTROL[single] ?? single;
  if (decimalEntity !== undefined) return character(Number(decimalEntity));
  if (named !== undefined) return Object.hasOwn(ENTITIES, named) ? ENTITIES[named] : undefined;
  return colour !== undefined || invisible !== undefined ? "" : undefined;
}

/** The text with one level of escapes undone, or nothing if it has none. */
export function unescapeView(text: string): View | undefined {
  if (!ESCAPE_START.test(text)) return undefined;
  const builder = new ViewBuilder(text);
  for (const match of text.matchAll(ESCAPE)) {
    const replacement = decoded(match.slice(1));
    if (replacement !== undefined) builder.replace(match.index, match.index + match[0].length, replacement);
  }
  return builder.finish();
}
