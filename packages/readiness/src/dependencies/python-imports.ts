import { pythonCode } from "./python-code.ts";
import { type PythonStatement, pythonStatements } from "./python-statements.ts";

/** One module that a Python file imports. */
export interface PythonImport {
  /** The dotted name, with what is taken from it: `from google.cloud import storage` gives `google.cloud.storage`. */
  name: string;
  /** True when the file does without it: inside `try` with a handler, for types only, for another Python. */
  optional: boolean;
  /** True inside a function, which imports when it is called and not at the start. */
  lazy: boolean;
  first: number;
  last: number;
}

/** A block that is open, with what it says of the imports inside. */
interface Block {
  indent: number;
  kind: "try" | "handler" | "optional" | "function" | "other";
  /** Imports of the body of a `try`, which become optional when a handler turns up; its handlers have the same. */
  body: PythonImport[];
}

const NAME = String.raw`[\p{L}_][\p{L}\p{N}_]*`;
const DOTTED = String.raw`${NAME}(?:\s*\.\s*${NAME})*`;
const IMPORT = /^import\b(.*)$/s;
const FROM = new RegExp(String.raw`^from\s+(${DOTTED})\s+import\b(.*)$`, "su");
const ONE_NAME = new RegExp(String.raw`^\s*(${DOTTED})(?:\s+as\s+${NAME})?\s*$`, "u");
const DYNAMIC = /\b(?:import_module|__import__)\s*\(\s*/g;

const HANDLES_MISSING = /^except\b\s*\*?\s*(?::|.*\b(?:ImportError|ModuleNotFoundError|Exception|BaseException)\b)/s;
/** A handler that gives up: what it guards is needed after all. */
const GIVES_UP = /^raise\b|^(?:sys\s*\.\s*exit|exit|quit)\s*\(/;
const FOR_SOME =
  /\bTYPE_CHECKING\b|\bsys\s*\.\s*(?:version_info|platform)\b|\bos\s*\.\s*name\b|\bfind_spec\b|^if\s+False\b/;

/** Longer lists of names in one statement are not read to their end. */
const MAX_NAMES = 200;

function namesOf(list: string): string[] {
  const plain = list.replace(/[()]/g, " ");
  return plain
    .split(",", MAX_NAMES)
    .flatMap((one) => ONE_NAME.exec(one)?.[1] ?? [])
    .map((name) => name.replace(/\s+/g, ""));
}

function importedBy(text: string): string[] {
  const list = IMPORT.exec(text)?.[1];
  if (list !== undefined) return namesOf(list);
  const [, module, members] = FROM.exec(text) ?? [];
  if (module === undefined || members === undefined) return [];
  const from = module.replace(/\s+/g, "");
  const names = namesOf(members);
  return names.length === 0 ? [from] : names.map((name) => `${from}.${name}`);
}

/** Names that are given as texts: `import_module("yaml")`. The texts are blank in the code and stand in the source. */
function importedByCall(statement: PythonStatement, source: string): string[] {
  if (!/\b(?:import_module|__import__)\b/.test(statement.text)) return [];
  const text = source.slice(statement.offset, statement.offset + statement.text.length);
  return [...text.matchAll(DYNAMIC)].flatMap(({ index, 0: call }) => {
    const argument = /^["']([\p{L}_][\p{L}\p{N}_.]*)["']/u.exec(
      text.slice(index + call.length, index + call.length + 200),
    );
    return argument?.[1] ?? [];
  });
}

function blockOf(statement: PythonStatement): Block | undefined {
  const { text, indent } = statement;
  if (!/^(?:async|class|def|elif|else|except|finally|for|if|match|try|while|with|case)\b/.test(text)) return undefined;
  const kind = /^(?:async\s+)?def\b/.test(text)
    ? "function"
    : /^try\s*:/.test(text)
      ? "try"
      : (/^(?:if|elif)\b/.test(text) && FOR_SOME.test(text)) || /^with\b.*\bsuppress\b/s.test(text)
        ? "optional"
        : "other";
  return { indent, kind, body: [] };
}

function isOptionalInside(blocks: readonly Block[]): boolean {
  return blocks.some(({ kind }) => kind === "handler" || kind === "optional");
}

/** Follows the blocks of a file, and knows for each statement which of them are open. */
class Blocks {
  private open: Block[] = [];
  private lastTry = new Map<number, Block>();

  enter(statement: PythonStatement): void {
    const closed = this.open.filter(({ indent }) => indent >= statement.indent);
    this.open = this.open.filter(({ indent }) => indent < statement.indent);
    const block = blockOf(statement);
    if (block === undefined) {
      if (GIVES_UP.test(statement.text)) this.giveUp();
      return;
    }
    const before = closed.find(({ indent }) => indent === statement.indent);
    if (HANDLES_MISSING.test(statement.text)) {
      block.body = this.lastTry.get(statement.indent)?.body ?? [];
      for (const one of block.body) one.optional = true;
      block.kind = "handler";
    } else if (/^(?:else|elif)\b/.test(statement.text) && before?.kind === "optional") block.kind = "optional";
    else if (block.kind === "try") this.lastTry.set(statement.indent, block);
    this.open.push(block);
  }

  private giveUp(): void {
    const handler = this.open.at(-1);
    const isOptionalAround = isOptionalInside(this.open.slice(0, -1));
    if (handler?.kind !== "handler") return;
    for (const one of handler.body) one.optional = isOptionalAround;
  }

  add(one: PythonImport): void {
    one.optional = isOptionalInside(this.open);
    one.lazy = this.open.some(({ kind }) => kind === "function");
    for (const block of this.open) if (block.kind === "try") block.body.push(one);
  }
}

/** What follows the colon of a block on the same line: `try: import yaml`. */
function inlineBody(text: string): string {
  return /^[a-z]+\b[^:]*:\s*((?:import|from)\b.*)$/s.exec(text)?.[1] ?? "";
}

/** The modules that a Python file imports, in order; relative imports are not among them. */
export function pythonImports(source: string): PythonImport[] {
  const found: PythonImport[] = [];
  const blocks = new Blocks();
  for (const statement of pythonStatements(pythonCode(source))) {
    blocks.enter(statement);
    const body = inlineBody(statement.text);
    const names = [...importedBy(body === "" ? statement.text : body), ...importedByCall(statement, source)];
    for (const name of names) {
      const one = { name, optional: false, lazy: false, first: statement.first, last: statement.last };
      blocks.add(one);
      found.push(one);
    }
  }
  return found;
}
