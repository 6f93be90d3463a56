import type { JsonValue } from "@operator/contract";
import { isMap, isScalar, isSeq, Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { asNode, dashesOf, endOf, keyOf, type Page, startOf } from "./page.ts";

/** How a document writes things, so that what is added looks like what is there. */
export interface Style {
  /** The text of a value between brackets or behind a colon. */
  inline(value: JsonValue, field: string): string;
  /** The text of a field's name. */
  name(field: string): string;
  /** The lines of an object in block style, without indentation. */
  lines(fields: Readonly<Record<string, JsonValue>>): string[];
  /** The text of an object between brackets. */
  flow(fields: Readonly<Record<string, JsonValue>>): string;
}

type Quote = '"' | "'" | "";

/** What the document has of one field, the last one counting. */
interface Habit {
  quote: Quote;
  /** Lists on lines of their own, with so many blanks before the dash; undefined between brackets. */
  dashIndent: number | undefined;
  padded: boolean;
}

/** Words and numbers that some YAML reader takes for something else than text. Source: YAML 1.1 and 1.2 core schema. */
const NOT_TEXT = /^(?:true|false|yes|no|on|off|y|n|null|~|nan|inf)$/i;
const SAFE_PLAIN = /^[A-Za-z0-9_/][A-Za-z0-9_./@+-]*$/;
const LIKE_A_NUMBER = /^[0-9][0-9a-fxo_.,e+-]*$/i;

function isSafePlain(text: string): boolean {
  return SAFE_PLAIN.test(text) && !NOT_TEXT.test(text) && !LIKE_A_NUMBER.test(text);
}

/** A text as a YAML scalar, plain where that is safe and `quote` does not ask for more. */
function scalarText(text: string, quote: Quote, fallback: Quote): string {
  if (quote === "" && isSafePlain(text)) return text;
  const wanted = quote === "" ? fallback : quote;
  if (wanted === "'" && /^[\u0020-\u007e\u00a0-\ud7ff]*$/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text);
}

/** Reads the habits of a document, and those of the items beside the one to be written, which count more. */
export function readStyle(page: Page, siblings: YAMLSeq | undefined): Style {
  const habits = new Map<string, Habit>();
  let fallback: Quote | undefined;
  let paddedMaps = false;
  let quotedNames: Quote = "";

  function observe(node: unknown, field: string, indent: number): void {
    if (isMap(node)) observeMap(node);
    else if (isSeq(node)) {
      const [dash] = dashesOf(node);
      const first = asNode(node.items[0]);
      const usual = node.items.find((item) => isScalar(item) && !hasNeededQuotes(item));
      const padded = node.flow === true && first !== undefined && page.text[startOf(node) + 1] === " ";
      const quote = isScalar(usual) ? quoteOf(usual) : "";
      habits.set(field, {
        quote,
        dashIndent: dash === undefined ? undefined : Math.max(0, page.column(dash) - indent),
        padded,
      });
      for (const item of node.items) observe(item, "", indent);
    } else if (isScalar(node)) {
      const quote = quoteOf(node);
      if (quote !== "") fallback ??= quote;
      if (field !== "" && !hasNeededQuotes(node)) habits.set(field, { quote, dashIndent: undefined, padded: false });
    }
  }

  function observeMap(map: YAMLMap): void {
    const [first] = map.items;
    if (map.flow === true && first) paddedMaps = page.text[startOf(map) + 1] === " ";
    for (const pair of map.items) {
      if (isScalar(pair.key)) quotedNames = quoteOf(pair.key);
      observe(pair.value, keyOf(pair), page.column(startOf(asNode(pair.key))));
    }
  }

  observe(page.root, "", 0);
  if (siblings) observe(siblings, "", 0);

  const style: Style = {
    name: (field) => scalarText(field, quotedNames, '"'),
    inline(value, field) {
      if (typeof value === "string") return scalarText(value, habits.get(field)?.quote ?? "", fallback ?? '"');
      if (Array.isArray(value)) {
        const pad = habits.get(field)?.padded && value.length > 0 ? " " : "";
        return `[${pad}${value.map((item) => style.inline(item, field)).join(", ")}${pad}]`;
      }
      return typeof value === "object" && value !== null ? style.flow(value) : String(value);
    },
    flow(fields) {
      const pad = paddedMaps ? " " : "";
      const parts = Object.entries(fields).map(
        ([field, value]) => `${style.name(field)}: ${style.inline(value, field)}`,
      );
      return `{${pad}${parts.join(", ")}${pad}}`;
    },
    lines: (fields) =>
      Object.entries(fields).flatMap(([field, value]) => {
        const indent = habits.get(field)?.dashIndent;
        if (!Array.isArray(value) || value.length === 0 || indent === undefined) {
          return [`${style.name(field)}: ${style.inline(value, field)}`];
        }
        return [`${style.name(field)}:`, ...value.map((item) => `${" ".repeat(indent)}- ${style.inline(item, field)}`)];
      }),
  };
  return style;
}

function quoteOf(scalar: Scalar): Quote {
  if (scalar.type === Scalar.QUOTE_SINGLE) return "'";
  return scalar.type === Scalar.QUOTE_DOUBLE ? '"' : "";
}

/** Quotes that a value needs, as `*.example.com` does, are no habit. */
function hasNeededQuotes(scalar: Scalar): boolean {
  return quoteOf(scalar) !== "" && !isSafePlain(String(scalar.value));
}

/** Whether the items of a list are written between brackets, one by one. */
export function hasFlowItems(list: YAMLSeq): boolean {
  const last = list.items.at(-1);
  return isMap(last) && last.flow === true;
}

/** Blanks between a dash and what follows it on its line. */
export function gapAfterDash(page: Page, list: YAMLSeq): string {
  const dashes = dashesOf(list);
  for (const [index, dash] of dashes.entries()) {
    const item = asNode(list.items[index]);
    if (item === undefined || endOf(item) <= dash) continue;
    const gap = page.text.slice(dash + 1, startOf(item));
    if (/^ {1,8}$/.test(gap)) return gap;
  }
  return " ";
}
