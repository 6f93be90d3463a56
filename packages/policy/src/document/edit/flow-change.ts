import type { YAMLSeq } from "yaml";
import { asNode, endOf, type Page, startOf } from "./page.ts";

/** Something between brackets: an item of a list or a field of an object. */
interface Span {
  start: number;
  end: number;
}

/** Nothing but a comma and a comment up to the end of the line. */
const ENDS_LINE = /^[ \t]*(,?)[ \t]*(?:#.*)?$/;
/** White space and comments. */
const SPACE = /(?:\s|(?<=\s)#[^\n]*)*/y;

/** Puts one more thing behind another between brackets: on a line of its own where the other one has one. */
export function insertInFlow(page: Page, anchor: Span, texts: readonly string[]): void {
  if (texts.length === 0) return;
  const rest = ENDS_LINE.exec(page.after(anchor.end));
  const hasComma = rest?.[1] === ",";
  if (!standsAlone(page, anchor)) {
    page.replace(anchor.end, anchor.end, texts.map((text) => `, ${text}`).join(""));
    return;
  }
  const indent = page.before(anchor.start);
  if (!hasComma) page.replace(anchor.end, anchor.end, ",");
  const lines = texts.map((text, index) => `${indent}${text}${hasComma || index < texts.length - 1 ? "," : ""}`);
  page.insertLinesAfter(anchor.end, lines);
}

/** Whether something has its lines for itself, with the comma behind it, if there is one, on the last of them. */
function standsAlone(page: Page, span: Span): boolean {
  const rest = ENDS_LINE.exec(page.after(span.end));
  if (rest === null || page.before(span.start).trim() !== "") return false;
  return rest[1] === "," || characterAfter(page, span.end) !== ",";
}

function characterAfter(page: Page, offset: number): string | undefined {
  SPACE.lastIndex = offset;
  SPACE.exec(page.text);
  return page.text[SPACE.lastIndex];
}

/** Changes a list that is written between brackets. */
export function changeFlowList(page: Page, list: YAMLSeq, remove: ReadonlySet<number>, add: readonly string[]): void {
  const spans = list.items.map((item) => ({ start: startOf(asNode(item)), end: endOf(asNode(item)) }));
  const kept = spans.filter((_, index) => !remove.has(index));
  const removed = spans.filter((_, index) => remove.has(index));
  const [first, last] = [spans.at(0), spans.at(-1)];
  if (first === undefined || last === undefined) {
    const start = startOf(list) + 1;
    page.replace(start, start, add.join(", "));
  } else if (kept.length === 0) {
    page.replace(
      add.length > 0 ? first.start : startOf(list) + 1,
      add.length > 0 ? last.end : endOf(list) - 1,
      add.join(", "),
    );
  } else if (removed.every((span) => standsAlone(page, span))) {
    insertInFlow(page, kept.at(-1) ?? last, add);
    for (const [index, span] of spans.entries()) {
      if (remove.has(index)) removeAlone(page, span, spans[index - 1]?.end ?? startOf(list) + 1);
    }
  } else {
    insertInFlow(page, kept.at(-1) ?? last, add);
    removeAmongOthers(page, spans, remove);
  }
}

/** Takes out whole lines, with the comments directly above. */
function removeAlone(page: Page, span: Span, previousEnd: number): void {
  let start = page.lineStart(span.start);
  const floor = page.nextLine(previousEnd);
  while (
    start > floor &&
    page
      .after(page.lineStart(start - 1))
      .trimStart()
      .startsWith("#")
  )
    start = page.lineStart(start - 1);
  page.removeLines(start, page.nextLine(span.end));
}

/** Takes items out of a line: with the comma before them, or at the start of the list with the comma behind. */
function removeAmongOthers(page: Page, spans: readonly Span[], remove: ReadonlySet<number>): void {
  let keptEnd: number | undefined;
  for (const [index, span] of spans.entries()) {
    if (!remove.has(index)) {
      keptEnd = span.end;
      continue;
    }
    const next = spans[index + 1];
    if (keptEnd === undefined) page.replace(span.start, next?.start ?? span.end, "");
    else page.replace(spans[index - 1]?.end ?? keptEnd, span.end, "");
  }
}
