import type { JsonValue } from "@operator/contract";
import { isScalar, type Pair, type YAMLMap } from "yaml";
import { insertInFlow } from "./flow-change.ts";
import { asNode, endOf, endOfPair, keyOf, type Page, pairOf, startOf } from "./page.ts";
import type { Style } from "./style.ts";

/** Sets a field that is one value, in the quotes that it has where it is there already. */
export function setScalar(page: Page, map: YAMLMap, field: string, value: string, style: Style): void {
  const node = asNode(pairOf(map, field)?.value);
  if (isScalar(node) && endOf(node) > startOf(node)) {
    if (node.value !== value) page.replace(startOf(node), endOf(node), style.inline(value, field));
  } else addField(page, map, field, value, style);
}

/** Adds a field to an object: behind the field `after`, or last. */
export function addField(
  page: Page,
  map: YAMLMap,
  field: string,
  value: JsonValue,
  style: Style,
  after?: string,
): void {
  const anchor = (after === undefined ? undefined : pairOf(map, after)) ?? map.items.at(-1);
  if (map.flow === true || anchor === undefined) {
    const text = `${style.name(field)}: ${style.inline(value, field)}`;
    if (anchor) insertInFlow(page, { start: startOf(asNode(anchor.key)), end: endOfPair(anchor) }, [text]);
    else page.replace(startOf(map) + 1, startOf(map) + 1, text);
    return;
  }
  addLines(page, anchor, style.lines({ [field]: value }));
}

/** The order of sections in the policy reference: a new one goes behind the nearest of those before it. */
const SECTIONS = ["version", "agent", "egress", "credentials", "mcp_servers"];

/** Adds a section to a document in block style; `lines` are not indented. */
export function addSection(page: Page, section: string, lines: readonly string[]): void {
  const before = SECTIONS.slice(0, SECTIONS.indexOf(section));
  const present = page.root.items.filter((pair) => before.includes(keyOf(pair)));
  const order = (pair: Pair) => before.indexOf(keyOf(pair));
  const anchor = present.toSorted((a, b) => order(a) - order(b)).at(-1) ?? page.root.items.at(-1);
  if (anchor) addLines(page, anchor, hasBlankLines(page) ? ["", ...lines] : lines);
}

/** Whether blank lines separate the sections. */
function hasBlankLines(page: Page): boolean {
  return page.root.items
    .slice(0, -1)
    .some((pair) => page.after(page.nextLine(page.lastOffset(endOfPair(pair)))).trim() === "");
}

function addLines(page: Page, anchor: Pair, lines: readonly string[]): void {
  const column = page.column(startOf(asNode(anchor.key)));
  const end = page.endWithComments(endOfPair(anchor), column);
  page.insertLinesAfter(
    end,
    lines.map((line) => (line === "" ? "" : " ".repeat(column) + line)),
  );
}
