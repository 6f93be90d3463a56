import type { YAMLSeq } from "yaml";
import { asNode, dashesOf, endOf, type Page } from "./page.ts";

/** An item of a list in block style. */
interface Item {
  dash: number;
  end: number;
}

/**
 * Changes a list that is written in lines. `lines` are what is added, indented; `keyEnd` is where the colon of the list's
 * field ends.
 *
 * Comments directly above an item belong to it and go with it, as do those below that are indented further than its dash.
 */
export function changeBlockList(
  page: Page,
  list: YAMLSeq,
  keyEnd: number,
  remove: ReadonlySet<number>,
  lines: readonly string[],
): void {
  const items = dashesOf(list).map((dash, index) => ({
    dash,
    end: Math.max(dash + 1, endOf(asNode(list.items[index]))),
  }));
  const last = items.at(-1);
  if (last === undefined) throw new Error("a list in block style has an item");
  if (lines.length > 0) page.insertLinesAfter(page.endWithComments(last.end, page.column(last.dash)), lines);
  const leavesNothing = remove.size === items.length;
  for (const [index, item] of items.entries()) {
    if (!remove.has(index)) continue;
    const floor = page.nextLine(items[index - 1]?.end ?? keyEnd);
    const isFirstOfMore = index === 0 && !leavesNothing;
    const mayEatBlanks = item !== last || lines.length === 0;
    removeItem(
      page,
      item,
      page.text[(items[index - 1]?.end ?? 0) - 1] === "\n" ? (items[index - 1]?.end ?? floor) : floor,
      isFirstOfMore,
      mayEatBlanks,
    );
  }
  // Without a value the field would be no list any more.
  if (leavesNothing && lines.length === 0) page.replace(keyEnd, keyEnd, " []");
}

function removeItem(page: Page, item: Item, floor: number, isFirstOfMore: boolean, mayEatBlanks: boolean): void {
  const column = page.column(item.dash);
  let start = page.lineStart(item.dash);
  const isComment = (line: string) => line.trimStart().startsWith("#");
  while (start > floor && isComment(page.after(page.lineStart(start - 1)))) {
    const above = page.lineStart(start - 1);
    const indent = page.after(above).length - page.after(above).trimStart().length;
    // Indented further, it belongs to the item before.
    if (!isFirstOfMore && indent > column) break;
    start = above;
  }
  let end = page.nextLine(page.endWithComments(item.end, column));
  const isBlank = (offset: number) => page.after(offset).trim() === "";
  if (mayEatBlanks && (isFirstOfMore || (start > floor && isBlank(page.lineStart(start - 1))))) {
    while (end < page.text.length && isBlank(end)) end = page.nextLine(end);
  }
  if (end === page.text.length) {
    while (mayEatBlanks && start > floor && isBlank(page.lineStart(start - 1))) start = page.lineStart(start - 1);
  }
  page.removeLines(start, end);
}
