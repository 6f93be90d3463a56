/** A way of writing a text so that it looks different. `holds` tells which texts it applies to. */
export type Transform = { name: string; apply: (text: string) => string; holds?: (text: string) => boolean };

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const base64 = (text: string): string => btoa(String.fromCharCode(...bytes(text)));
const base64url = (text: string): string => base64(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const hex = (text: string): string => [...bytes(text)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const fold = (text: string, column: number, by: string): string =>
  text.match(new RegExp(`[\\s\\S]{1,${column}}`, "g"))?.join(by) ?? text;
const each = (text: string, write: (character: string, code: number) => string): string =>
  [...text].map((character) => write(character, character.codePointAt(0) ?? 0)).join("");
const quote = (text: string): string => JSON.stringify(text);
const utf16 = (text: string): string => btoa(each(text, (character) => `${character}\0`));

const apart = (text: string, by: string): string => hex(text).match(/../g)?.join(by) ?? "";
const wide = (character: string, code: number): string =>
  code > 0x20 && code < 0x7f ? String.fromCharCode(code + 0xfee0) : character;

const longerStill = (text: string): boolean => text.length >= 20;
const longEnough = (text: string): boolean => text.length >= 16;
const oneLine = (text: string): boolean => !text.includes("\n");
const token = (text: string): boolean => /^[\w.+/=-]+$/.test(text);
const asciiToken = (text: string): boolean => token(text) && text.length > 24;

export const TRANSFORMS: readonly Transform[] = [
  { name: "as it is", apply: (text) => text },
  { name: "JSON string", apply: quote },
  { name: "JSON in JSON", apply: (text) => quote(quote(text)) },
  { name: "JSON in JSON in JSON", apply: (text) => quote(quote(quote(text))) },
  { name: "percent-encoded", apply: encodeURIComponent },
  {
    name: "percent-encoded, every character",
    apply: (text) => [...bytes(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  },
  { name: "percent-encoded twice", apply: (text) => encodeURIComponent(encodeURIComponent(text)) },
  { name: "base64", apply: base64, holds: longEnough },
  { name: "base64url", apply: base64url, holds: longEnough },
  { name: "base64 of JSON", apply: (text) => base64(JSON.stringify({ a: 1, text })) },
  { name: "base64 twice", apply: (text) => base64(base64(text)), holds: longEnough },
  {
    name: "base64 folded at 64",
    apply: (text) => fold(base64(`config\n${text}\nend of the configuration file`), 64, "\n"),
  },
  {
    name: "base64 folded at 76",
    apply: (text) => fold(base64(`config\n${text}\nend of the configuration file`), 76, "\n"),
  },
  {
    name: "base64 folded at 76 with CR LF",
    apply: (text) => fold(base64(`config\n${text}\nend of the configuration file`), 76, "\r\n"),
  },
  { name: "base64 of UTF-16", apply: utf16, holds: longEnough },
  { name: "base64, percent-encoded", apply: (text) => encodeURIComponent(base64(text)), holds: longEnough },
  { name: "hex", apply: hex, holds: longEnough },
  { name: "HEX", apply: (text) => hex(text).toUpperCase(), holds: longEnough },
  { name: "0x hex", apply: (text) => `0x${hex(text)}`, holds: longEnough },
  {
    name: "\\x escapes",
    apply: (text) => [...bytes(text)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join(""),
  },
  { name: "\\u escapes", apply: (text) => each(text, (_, code) => `\\u${code.toString(16).padStart(4, "0")}`) },
  { name: "zero-width spaces", apply: (text) => each(text, (character) => `${character}\u200b`) },
  { name: "zero-width joiner every five characters", apply: (text) => fold(text, 5, "\u200d") },
  { name: "soft hyphens", apply: (text) => fold(text, 7, "\u00ad") },
  { name: "byte order mark before", apply: (text) => `\ufeff${text}` },
  { name: "ANSI colour around", apply: (text) => `\u001b[31m${text}\u001b[0m` },
  {
    name: "ANSI colour inside",
    apply: (text) => `${text.slice(0, text.length >> 1)}\u001b[1;32m${text.slice(text.length >> 1)}\u001b[0m`,
  },
  { name: "ANSI colour, escaped", apply: (text) => quote(`\u001b[31m${text}\u001b[0m`) },
  {
    name: "quoted-printable soft break",
    apply: (text) => `${text.slice(0, text.length >> 1)}=\n${text.slice(text.length >> 1)}\n`,
    holds: asciiToken,
  },
  {
    name: "quoted-printable soft break, CR LF",
    apply: (text) => `${text.slice(0, text.length >> 1)}=\r\n${text.slice(text.length >> 1)}\r\n`,
    holds: asciiToken,
  },
  {
    name: "lines continued by a backslash",
    apply: (text) => fold(text, 40, "\\\n"),
    holds: (text) => oneLine(text) && !text.includes("\\"),
  },
  { name: "form body", apply: (text) => `text%3A+${encodeURIComponent(text).replaceAll("%20", "+")}` },
  {
    name: "folded at 64",
    apply: (text) => `${fold(text, 64, "\n")}\n`,
    holds: (text) => asciiToken(text) && text.length > 68,
  },
  {
    name: "folded at 76",
    apply: (text) => `${fold(text, 76, "\n")}\n`,
    holds: (text) => asciiToken(text) && text.length > 80,
  },
  {
    name: "octal escapes",
    apply: (text) => [...bytes(text)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join(""),
  },
  { name: "\\U escapes", apply: (text) => each(text, (_, code) => `\\U${code.toString(16).padStart(8, "0")}`) },
  { name: "full-width letters", apply: (text) => each(text, wide) },
  { name: "tags between letters", apply: (text) => fold(text, 6, "\u{e0001}") },
  { name: "hex with colons", apply: (text) => apart(text, ":"), holds: longerStill },
  { name: "hex with blanks", apply: (text) => apart(text, " "), holds: longerStill },
  {
    name: "folded at 40",
    apply: (text) => `${fold(text, 40, "\n")}\n`,
    holds: (text) => asciiToken(text) && text.length > 44,
  },
  { name: "HTML entities, HEX", apply: (text) => each(text, (_, code) => `&#X${code.toString(16).toUpperCase()};`) },
  { name: "HTML entities, decimal", apply: (text) => each(text, (_, code) => `&#${code};`) },
  { name: "HTML entities, hex", apply: (text) => each(text, (_, code) => `&#x${code.toString(16)};`) },
  {
    name: "HTML entities, named",
    apply: (text) =>
      text
        .replaceAll("&", "&amp;")
        .replaceAll('"', "&quot;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll("'", "&#39;")
        .replaceAll("=", "&equals;"),
  },
  {
    name: "in a diff",
    apply: (text) =>
      text
        .split("\n")
        .map((line) => `+${line}`)
        .join("\n"),
    holds: oneLine,
  },
];

/**
 * Pieces of the encoded secret that must not be found in the output: its middle and its end, in the encoded form. Where
 * the encoding of a part depends on what stands before it (base64), the encoded whole is cut instead.
 */
export function encodedParts(transform: Transform, sample: { text: string; secret: string }): string[] {
  const wholly = /base64|^hex|^HEX$|0x hex/.test(transform.name);
  const encoded = transform.apply(wholly ? sample.text : sample.secret).replace(/^"|"$/g, "");
  if (encoded.length < 12) return [];
  const part = Math.min(24, encoded.length >> 1);
  const middle = (encoded.length - part) >> 1;
  return [encoded.slice(middle, middle + part)];
}
