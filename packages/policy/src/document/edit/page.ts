import {
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { applySplices, type Splice } from "./splices.ts";

/** The text of a valid document with its nodes, and the changes that it is to get. */
export class Page {
  readonly text: string;
  readonly eol: string;
  readonly root: YAMLMap;
  readonly #splices: Splice[] = [];

  constructor(text: string) {
    const document = parsed(text);
    // `? key` on a line of its own puts values where no list or object otherwise starts. Nobody writes policies so; such a
    // text is brought to the usual form first, and its diff is large.
    const usual = hasExplicitKeys(document.contents) ? document.toString({ lineWidth: 0 }) : text;
    const { contents } = usual === text ? document : parsed(usual);
    if (!isMap(contents)) throw new Error("only a valid policy document can be edited");
    this.text = usual;
    this.root = contents;
    this.eol = /\r?\n/.exec(usual)?.[0] ?? "\n";
  }

  replace(start: number, end: number, text: string): void {
    this.#splices.push({ kind: "replace", start, end, text });
  }

  removeLines(start: number, end: number): void {
    this.#splices.push({ kind: "remove_lines", start, end });
  }

  /** Puts lines in after the last line of something that ends at `offset`. */
  insertLinesAfter(offset: number, lines: readonly string[]): void {
    const text = lines.map((line) => this.eol + line).join("");
    this.#splices.push({ kind: "insert_lines", at: this.lineEnd(this.lastOffset(offset)), text });
  }

  /** An offset on the last line of something that ends at `offset`: block text ends after its line break. */
  lastOffset(offset: number): number {
    return this.text[offset - 1] === "\n" ? offset - 1 : offset;
  }

  /** The same end, or that of the comments below which are indented further than `column` and therefore belong to it. */
  endWithComments(offset: number, column: number): number {
    let end = this.lastOffset(offset);
    for (;;) {
      const next = this.nextLine(end);
      const blanks = /^ *(?=#)/.exec(this.text.slice(next, this.lineEnd(next)))?.[0];
      if (next >= this.text.length || blanks === undefined || blanks.length <= column) return end;
      end = this.lineEnd(next);
    }
  }

  result(): string {
    return applySplices(this.text, this.#splices);
  }

  lineStart(offset: number): number {
    return this.text.lastIndexOf("\n", offset - 1) + 1;
  }

  /** Where the characters of the line end; its line break follows. */
  lineEnd(offset: number): number {
    const at = this.text.indexOf("\n", offset);
    if (at < 0) return this.text.length;
    return this.text[at - 1] === "\r" ? at - 1 : at;
  }

  /** Where the next line starts, or the text ends. */
  nextLine(offset: number): number {
    const at = this.text.indexOf("\n", offset);
    return at < 0 ? this.text.length : at + 1;
  }

  /** Columns from 0. A byte order mark takes none. */
  column(offset: number): number {
    const start = this.lineStart(offset);
    return offset - start - (start === 0 && this.text.startsWith("\ufeff") ? 1 : 0);
  }

  /** What stands on the line before an offset. */
  before(offset: number): string {
    return this.text.slice(this.lineStart(offset), offset).replace("\ufeff", "");
  }

  /** What stands on the line from an offset on. */
  after(offset: number): string {
    return this.text.slice(offset, this.lineEnd(offset));
  }
}

function parsed(text: string) {
  return parseDocument(text, { keepSourceTokens: true, uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
}

function hasExplicitKeys(node: unknown): boolean {
  if (!isCollection(node)) return false;
  return node.items.some((item) => {
    if (!isPair(item)) return hasExplicitKeys(item);
    return item.srcToken?.start.some(({ type }) => type === "explicit-key-ind") || hasExplicitKeys(item.value);
  });
}

function isPair(item: unknown): item is Pair {
  return typeof item === "object" && item !== null && "key" in item && "value" in item;
}

/** The library types what a collection holds as unknown; in a valid document it holds nodes. */
export function asNode(item: unknown): Node | undefined {
  return isScalar(item) || isCollection(item) ? item : undefined;
}

export function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : "";
}

export function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => keyOf(pair) === key);
}

/** The list of a field, unless it is absent or has no value. */
export function listOf(map: YAMLMap, key: string): YAMLSeq | undefined {
  const value = pairOf(map, key)?.value;
  return isSeq(value) ? value : undefined;
}

/** The object at an index of a list; edits name only what is there. */
export function mapAt(list: YAMLSeq | undefined, index: number): YAMLMap {
  const item = list?.items[index];
  if (!isMap(item)) throw new RangeError("an edit names an item that the document does not have");
  return item;
}

/** Where a node's own characters start. */
export function startOf(node: Node | undefined): number {
  return node?.range?.[0] ?? 0;
}

/** Where a node's own characters end: before comments and line breaks that follow it. */
export function endOf(node: Node | undefined): number {
  if (isCollection(node) && node.flow !== true) {
    const last: unknown = node.items.at(-1);
    if (isPair(last)) return endOfPair(last);
    return Math.max(endOf(asNode(last)), startOf(node));
  }
  return node?.range?.[1] ?? 0;
}

/** Where a field ends: after its value, or after its colon when it has none. */
export function endOfPair(pair: Pair): number {
  const value = asNode(pair.value);
  const hasValue = value?.range && (isCollection(value) || value.range[1] > value.range[0]);
  return hasValue ? endOf(value) : afterColon(pair);
}

/** The offset behind a field's colon, or behind its name where brackets leave the colon out. */
export function afterColon(pair: Pair): number {
  const colon = pair.srcToken?.sep?.find(({ type }) => type === "map-value-ind");
  return colon === undefined ? endOf(asNode(pair.key)) : colon.offset + 1;
}

export function hasColon(pair: Pair): boolean {
  return pair.srcToken?.sep?.some(({ type }) => type === "map-value-ind") ?? false;
}

/** Offsets of the dashes of a list in block style, in the order of its items. */
export function dashesOf(list: YAMLSeq): number[] {
  const token = list.srcToken;
  if (token?.type !== "block-seq") return [];
  return token.items.flatMap(({ start }) => start.find(({ type }) => type === "seq-item-ind")?.offset ?? []);
}
