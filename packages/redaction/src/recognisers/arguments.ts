import { isIn, LINE_BREAK, SPACE } from "../scan/characters.ts";
import type { Scan } from "../scan/scan.ts";
import { isPlaceholder } from "../values/judge-value.ts";
import { quoteAt } from "./quotes.ts";

/** Where the word of a command line ends that starts at `from`: before a blank, a quote, an escape, or one of `alsoEnds`. */
export function wordEnd(text: string, from: number, alsoEnds = ""): number {
  let at = from;
  while (
    at < text.length &&
    !isIn(text, at, SPACE | LINE_BREAK) &&
    text.charAt(at) !== "\\" &&
    !`"'\``.includes(text.charAt(at)) &&
    !alsoEnds.includes(text.charAt(at))
  )
    at += 1;
  return at;
}

/** Where an argument starts, behind its quote; -1 if the quote only ends the string around the command. */
export function argumentStart(scan: Scan, at: number): number {
  const opening = quoteAt(scan.text, at);
  if (opening === undefined) return at;
  const end = scan.closing(opening.end, opening.code, opening.escapes);
  return end > opening.end && !/^[\s,:}\]]/.test(scan.text.slice(opening.end, opening.end + 1)) ? opening.end : -1;
}

const MAX_QUOTED_CHARS = 200;

/** Where the argument ends that `argumentStart` found behind `at`: at its closing quote, however many blanks it holds. */
export function argumentEnd(scan: Scan, at: number, start: number, alsoEnds = ""): number {
  const opening = start > at ? quoteAt(scan.text, at) : undefined;
  const closing = opening === undefined ? -1 : scan.closing(start, opening.code, opening.escapes);
  return closing >= 0 && closing - start <= MAX_QUOTED_CHARS ? closing : wordEnd(scan.text, start, alsoEnds);
}

/** Whether an argument in the place of a secret is one, rather than a variable, a placeholder, or a secret that was removed. */
export function isSecretArgument(value: string): boolean {
  return (
    value !== "" && !isPlaceholder(value, true) && !value.startsWith("[REDACTED]") && !/^\$(?:\w+:|\()/.test(value)
  );
}
