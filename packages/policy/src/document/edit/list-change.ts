import type { JsonObject, JsonValue } from "@operator/contract";
import { isSeq, type YAMLMap, type YAMLSeq } from "yaml";
import { changeBlockList } from "./block-change.ts";
import { addField, addSection } from "./field-change.ts";
import { changeFlowList } from "./flow-change.ts";
import { afterColon, asNode, dashesOf, endOf, hasColon, listOf, type Page, pairOf, startOf } from "./page.ts";
import { gapAfterDash, hasFlowItems, readStyle, type Style } from "./style.ts";

/** What is to become of a list: items to take out by their index, and values to put in at its end. */
export interface ListChange {
  remove: ReadonlySet<number>;
  add: readonly JsonValue[];
}

const NOTHING: ReadonlySet<number> = new Set();

/** Changes a list of names or numbers. A list that is not there yet comes behind the field `after`, or last. */
export function changeScalars(
  page: Page,
  map: YAMLMap,
  field: string,
  { remove, add }: ListChange,
  style: Style,
  after?: string,
): void {
  if (remove.size === 0 && add.length === 0) return;
  const pair = pairOf(map, field);
  const list = listOf(map, field);
  if (pair === undefined) addField(page, map, field, [...add], style, after);
  else if (list === undefined) page.replace(afterColon(pair), afterColon(pair), ` ${style.inline([...add], field)}`);
  else {
    const texts = add.map((value) => style.inline(value, field));
    if (list.flow === true) changeFlowList(page, list, remove, texts);
    else {
      const indent = " ".repeat(page.column(dashesOf(list)[0] ?? 0));
      const lines = texts.map((text) => `${indent}-${gapAfterDash(page, list)}${text}`);
      changeBlockList(page, list, afterColon(pair), remove, lines);
    }
  }
}

/** Changes a section that is a list of objects. */
export function changeSection(page: Page, section: string, { remove, add }: ListChange): void {
  if (remove.size === 0 && add.length === 0) return;
  const list = listOf(page.root, section);
  const style = readStyle(page, list);
  const objects = add.map(fieldsOf);
  if (list !== undefined && list.items.length > 0) changeObjects(page, section, list, remove, objects, style);
  else if (page.root.flow === true) changeInFlow(page, section, objects, style);
  else startSection(page, section, objects, style);
}

function changeObjects(
  page: Page,
  section: string,
  list: YAMLSeq,
  remove: ReadonlySet<number>,
  add: readonly JsonObject[],
  style: Style,
): void {
  if (list.flow === true) {
    changeFlowList(
      page,
      list,
      remove,
      add.map((fields) => style.flow(fields)),
    );
    return;
  }
  const indent = page.column(dashesOf(list)[0] ?? 0);
  const gap = gapAfterDash(page, list);
  const lines = add.flatMap((fields) =>
    hasFlowItems(list) ? [`${" ".repeat(indent)}-${gap}${style.flow(fields)}`] : itemLines(fields, style, indent, gap),
  );
  const spaced = lines.length > 0 && !remove.has(list.items.length - 1) && hasBlankLines(page, list);
  const pair = pairOf(page.root, section);
  if (pair) changeBlockList(page, list, afterColon(pair), remove, spaced ? ["", ...lines] : lines);
}

/** Whether a blank line is between the last two items. */
function hasBlankLines(page: Page, list: YAMLSeq): boolean {
  const dash = dashesOf(list).at(-1) ?? 0;
  const previous = asNode(list.items.at(-2));
  return previous !== undefined && /\n[ \t]*\r?\n/.test(page.text.slice(page.lastOffset(endOf(previous)), dash));
}

/** The first items of a section between brackets. */
function changeInFlow(page: Page, section: string, add: readonly JsonObject[], style: Style): void {
  const pair = pairOf(page.root, section);
  if (pair === undefined) addField(page, page.root, section, [...add], style);
  else if (isSeq(pair.value))
    changeFlowList(
      page,
      pair.value,
      NOTHING,
      add.map((fields) => style.flow(fields)),
    );
  else {
    const value = asNode(pair.value);
    const colon = afterColon(pair);
    const end = value && endOf(value) > startOf(value) ? endOf(value) : colon;
    page.replace(colon, end, `${hasColon(pair) ? "" : ":"} ${style.inline([...add], section)}`);
  }
}

/** The first items of a section in block style, which may be absent, without a value, `null` or `[]`. */
function startSection(page: Page, section: string, add: readonly JsonObject[], style: Style): void {
  const pair = pairOf(page.root, section);
  const lines = add.flatMap((fields) => itemLines(fields, style, sectionIndent(page), " "));
  if (pair === undefined) {
    addSection(page, section, [`${style.name(section)}:`, ...lines]);
    return;
  }
  const value = asNode(pair.value);
  const colon = afterColon(pair);
  const end = value && endOf(value) > startOf(value) ? endOf(value) : colon;
  if (isSeq(pair.value) && page.text.slice(colon, end).trim() !== "[]") {
    // There are comments between the brackets.
    changeFlowList(
      page,
      pair.value,
      NOTHING,
      add.map((fields) => style.flow(fields)),
    );
    return;
  }
  if (end > colon) page.replace(colon, end, "");
  const column = page.column(startOf(asNode(pair.key)));
  page.insertLinesAfter(
    end,
    lines.map((line) => " ".repeat(column) + line),
  );
}

/** How far the document indents the lists of its sections. */
function sectionIndent(page: Page): number {
  for (const { key, value } of page.root.items) {
    const [dash] = isSeq(value) ? dashesOf(value) : [];
    if (dash !== undefined) return page.column(dash) - page.column(startOf(asNode(key)));
  }
  return 2;
}

function itemLines(fields: JsonObject, style: Style, indent: number, gap: string): string[] {
  const blanks = " ".repeat(indent);
  return style
    .lines(fields)
    .map((line, index) => `${blanks}${index === 0 ? `-${gap}` : ` ${" ".repeat(gap.length)}`}${line}`);
}

function fieldsOf(value: JsonValue): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new Error("a section holds objects");
}
