import {
  Composer,
  type CST,
  type Document,
  type ErrorCode,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Parser,
} from "yaml";
import { MAX_FAULTS, MAX_YAML_DEPTH } from "../limits.ts";
import type { YamlFault, YamlField, YamlNode } from "./yaml-node.ts";

/** Stray pieces beside the one document that are still read; each costs the library an exception. */
const MAX_STRAY_TOKENS = 50;

/** What is wrong by the library's code of an error; its own words can repeat the document. */
const FAULTS: Readonly<Partial<Record<ErrorCode, string>>> = {
  BAD_INDENT:
    "The indentation does not fit, or a bracket before it is not closed: fields of one object start in one column.",
  BAD_SCALAR_START: "A value cannot start with this character: put it in quotes.",
  BLOCK_AS_IMPLICIT_KEY:
    "This line has two fields, or the next one is indented without reason: give each its own line.",
  MISSING_CHAR: "A closing quote or bracket, a comma, a colon or a space is missing here or just before.",
  MULTILINE_IMPLICIT_KEY: "A field name goes over several lines: a colon may be missing on the line before.",
  TAB_AS_INDENT: "Tabs cannot indent YAML: use spaces.",
};
const OTHER_FAULT = "This is not YAML: look for indentation, quotes, brackets or a colon here or next to it.";

interface Reading {
  lines: LineCounter;
  faults: YamlFault[];
}

/** The syntax of a text, in time linear in it; nothing where it nests too deeply for a library that recurses. */
function tokensOf(text: string, reading: Reading): CST.Token[] {
  reading.lines.addNewLine(0);
  const parser = new Parser(reading.lines.addNewLine);
  const tokens: CST.Token[] = [];
  let stray = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      tokens.push(token);
      if (token.type !== "comment" && token.type !== "space" && token.type !== "newline") stray += 1;
    }
    // Besides collections the stack holds the document and at most one scalar.
    if (parser.stack.length > MAX_YAML_DEPTH + 2) {
      report(reading, parser.offset, `The document nests deeper than ${MAX_YAML_DEPTH} levels here.`);
      return [];
    }
    if (stray > MAX_STRAY_TOKENS) return tokens;
  }
  tokens.push(...parser.end());
  return tokens;
}

function report({ lines, faults }: Reading, offset: number, message: string): void {
  if (faults.length < MAX_FAULTS) faults.push({ line: Math.max(1, lines.linePos(offset).line), message });
}

function compose(tokens: readonly CST.Token[], reading: Reading): Document.Parsed | undefined {
  const options = { uniqueKeys: false, keepSourceTokens: false, prettyErrors: false, logLevel: "silent" } as const;
  const documents = [...new Composer(options).compose(tokens)];
  for (const { errors } of documents) {
    for (const { code, pos } of errors.slice(0, MAX_FAULTS)) report(reading, pos[0], FAULTS[code] ?? OTHER_FAULT);
  }
  const [first, second] = documents;
  // A directive alone makes no document.
  if (first === undefined && tokens.some(({ type }) => type === "directive")) report(reading, 0, OTHER_FAULT);
  if (second !== undefined) report(reading, second.range[0], "There is a second document here. Remove what follows.");
  return first;
}

/** A value, with what programs read differently or what stands for something else reported and left out. */
function convert(node: Node | null, parent: number, reading: Reading): YamlNode {
  const offset = node?.range?.[0] ?? parent;
  const lineAt = (at: number): number => Math.max(1, reading.lines.linePos(at).line);
  // A block ends behind its last line break, which belongs to its last line.
  const lines = { line: lineAt(offset), last: lineAt(Math.max(offset, (node?.range?.[1] ?? 0) - 1)) };
  const nothing: YamlNode = { kind: "scalar", ...lines, text: "", value: null };
  if (node === null) return nothing;
  if (isAlias(node)) {
    report(reading, offset, "Aliases are not read. Write the value out here.");
    return nothing;
  }
  if (node.tag !== undefined) report(reading, offset, "Tags are not read. Remove the `!` and what belongs to it.");
  if (isScalar(node)) {
    const { value, source } = node;
    const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    const text = typeof value === "string" ? value : (source ?? "");
    return { kind: "scalar", ...lines, text, value: isPlain ? value : null };
  }
  if (isSeq(node)) {
    return { kind: "list", ...lines, items: node.items.map((item) => convert(asNode(item), offset, reading)) };
  }
  if (!isMap(node)) return nothing;
  const fields = new Map<string, YamlField>();
  for (const { key, value } of node.items) {
    const name = asNode(key);
    const at = name?.range?.[0] ?? offset;
    if (!isScalar(name)) report(reading, at, "A field name is plain text.");
    else {
      const written = typeof name.value === "string" ? name.value : (name.source ?? "");
      if (written === "<<") report(reading, at, "Merge keys are not read. Write the fields out here.");
      else if (fields.has(written)) report(reading, at, "This field is there twice. Keep one.");
      else fields.set(written, { line: reading.lines.linePos(at).line, value: convert(asNode(value), at, reading) });
    }
  }
  return { kind: "map", ...lines, fields };
}

/** The library types what a collection holds as unknown; after parsing it holds nodes or nothing. */
function asNode(item: unknown): Node | null {
  return isScalar(item) || isMap(item) || isSeq(item) || isAlias(item) ? item : null;
}

/**
 * Reads a YAML document strictly: one document, no aliases, tags, merge keys or repeated fields, no deep nesting. Never
 * throws. With faults there may still be a value, whose other parts are as they are written; after a fault of syntax there
 * is none, because what YAML means behind one is a guess.
 */
export function readYaml(text: string): { root?: YamlNode; faults: readonly YamlFault[] } {
  const reading: Reading = { lines: new LineCounter(), faults: [] };
  const document = compose(tokensOf(text, reading), reading);
  if (reading.faults.length > 0 || document === undefined) return { faults: reading.faults };
  return { root: convert(document.contents, 0, reading), faults: reading.faults };
}
