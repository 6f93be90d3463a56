import type { Scan } from "../scan/scan.ts";
import { isQuote } from "./quotes.ts";
import type { ValuePlace } from "./value-place.ts";

const MAX_VALUE_CHARS = 300;
const NAMED = /(?:name|key)\\{0,7}["']\s{0,4}:\s{0,4}\\{0,7}["']$/;
/** From the word `value` up to the name. */
const MEMBER =
  /^value(\\{0,7}["'])\s{0,4}:\s{0,4}\1(?<value>(?:(?!\1)[^\n]){1,250})\1\s{0,4},\s{0,40}\1(?:name|key)\1\s{0,4}:\s{0,4}\1$/d;

/** The value in front of its name: `{"value": "x", "name": "DB_PASSWORD"}`. */
export function valueBefore({ text }: Scan, nameStart: number): ValuePlace | undefined {
  if (!isQuote(text.charCodeAt(nameStart - 1))) return undefined;
  if (!NAMED.test(text.slice(Math.max(0, nameStart - 24), nameStart))) return undefined;
  const before = text.slice(Math.max(0, nameStart - MAX_VALUE_CHARS), nameStart);
  const member = before.slice(Math.max(0, before.lastIndexOf("value")));
  const place = MEMBER.exec(member)?.indices?.groups?.value;
  if (place === undefined) return undefined;
  const from = nameStart - member.length;
  return {
    start: from + place[0],
    end: from + place[1],
    standing: "fixed",
    quoted: true,
    nameQuote: "",
    separator: "member",
    readsOn: false,
  };
}
