/** A PEP 508 marker: comparisons of facts of the environment with texts. */
export type Marker =
  | { kind: "compare"; left: Term; operator: string; right: Term }
  | { kind: "and" | "or"; parts: readonly Marker[] };

export type Term = { variable: string } | { literal: string };

const VARIABLES = new Set([
  ...["os_name", "sys_platform", "platform_machine", "platform_python_implementation", "platform_release"],
  ...["platform_system", "platform_version", "python_version", "python_full_version", "implementation_name"],
  ...["implementation_version", "extra", "extras", "dependency_groups"],
  ...["os.name", "sys.platform", "platform.version", "platform.machine", "platform.python_implementation"],
  "python_implementation",
]);

/** The old spellings with a dot, which installers still read. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  python_implementation: "platform_python_implementation",
};

/** Deeper parentheses are refused, so that no marker can exhaust the stack. */
const MAX_DEPTH = 20;
const MAX_MARKER_CHARS = 2_000;

const TOKEN = /\s*(?:(\(|\))|(===|~=|==|!=|<=|>=|<|>)|"([^"]*)"|'([^']*)'|([A-Za-z][A-Za-z_.]*))/y;

type Token = { type: "sign" | "operator" | "literal" | "word"; text: string };

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== "") {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    const [, sign, operator, double, single, word] = match;
    if (sign !== undefined) tokens.push({ type: "sign", text: sign });
    else if (operator !== undefined) tokens.push({ type: "operator", text: operator });
    else if (word !== undefined) tokens.push({ type: "word", text: word });
    else tokens.push({ type: "literal", text: double ?? single ?? "" });
    at = TOKEN.lastIndex;
  }
  return tokens;
}

/** Reads tokens from the front; undefined means that they are no marker. */
class Reader {
  private at = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  get isDone(): boolean {
    return this.at >= this.tokens.length;
  }

  private takes(type: Token["type"], text: string): boolean {
    const token = this.tokens[this.at];
    if (token?.type !== type || token.text !== text) return false;
    this.at += 1;
    return true;
  }

  joined(kind: "or" | "and", depth: number): Marker | undefined {
    const parts: Marker[] = [];
    do {
      const part = kind === "or" ? this.joined("and", depth) : this.single(depth);
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.takes("word", kind));
    return parts.length === 1 ? parts[0] : { kind, parts };
  }

  private single(depth: number): Marker | undefined {
    if (this.takes("sign", "(")) {
      const inner = depth < MAX_DEPTH ? this.joined("or", depth + 1) : undefined;
      return this.takes("sign", ")") ? inner : undefined;
    }
    const left = this.term();
    const operator = this.operator();
    const right = this.term();
    if (left === undefined || operator === undefined || right === undefined) return undefined;
    return { kind: "compare", left, operator, right };
  }

  private operator(): string | undefined {
    if (this.takes("word", "in")) return "in";
    if (this.takes("word", "not")) return this.takes("word", "in") ? "not in" : undefined;
    const token = this.tokens[this.at];
    if (token?.type !== "operator") return undefined;
    this.at += 1;
    return token.text;
  }

  private term(): Term | undefined {
    const token = this.tokens[this.at];
    this.at += 1;
    if (token?.type === "literal") return { literal: token.text };
    if (token?.type !== "word" || !VARIABLES.has(token.text)) return undefined;
    const name = token.text.replace(".", "_");
    return { variable: OLD_NAMES[name] ?? name };
  }
}

/** The marker that a text holds, or undefined when an installer would refuse it. */
export function parseMarker(text: string): Marker | undefined {
  const tokens = text.length > MAX_MARKER_CHARS ? undefined : tokensOf(text);
  if (tokens === undefined || tokens.length === 0) return undefined;
  const reader = new Reader(tokens);
  const marker = reader.joined("or", 0);
  return reader.isDone ? marker : undefined;
}
