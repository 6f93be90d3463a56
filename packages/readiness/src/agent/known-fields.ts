/** What may stand in a field: `text` is any single value, as the runtime reads it. */
export type Shape =
  | { kind: "text" }
  | { kind: "number" }
  | { kind: "list"; items: Shape }
  | { kind: "map"; fields: Readonly<Record<string, Shape>> };

const text: Shape = { kind: "text" };
const map = (fields: Readonly<Record<string, Shape>>): Shape => ({ kind: "map", fields });
const list = (items: Shape): Shape => ({ kind: "list", items });

/**
 * Every field of an agent.yaml that the runtime reads, in both of its forms: flat, or with `metadata` and `spec`. A flat
 * field wins over the other. Source: AgentPaaS, agent.yaml.
 */
export const AGENT_FIELDS: Shape = map({
  apiVersion: text,
  name: text,
  version: text,
  runtime: text,
  entry: text,
  description: text,
  kind: text,
  llm: map({ provider: text, model: text, credential: text, route: text }),
  mcp_service: map({ transport: text, tools: list(text), max_concurrency: { kind: "number" } }),
  capabilities: list(map({ id: text, description: text })),
  metadata: map({ name: text, version: text, description: text }),
  spec: map({ runtime: text, entrypoint: text, entry: text }),
});

const MAX_TYPOS = 2;

/** Names that people write at the top, and where the runtime reads what they mean. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  entrypoint: "entry",
  entry_point: "entry",
  main: "entry",
  framework: "runtime",
  provider: "llm.provider",
  model: "llm.model",
  credential: "llm.credential",
};

/** Insertions, deletions and replacements between two short names. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const kept = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(kept, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The field that a name at a path was probably meant to be; short names may differ less. */
export function meantField(name: string, known: readonly string[], path: string): string | undefined {
  if (path === "" && Object.hasOwn(ELSEWHERE, name)) return ELSEWHERE[name];
  const plain = name.toLowerCase().replaceAll("-", "_").slice(0, 40);
  const near = known
    .map((field) => ({ field, typos: distance(plain, field.toLowerCase()) }))
    .filter(({ field, typos }) => typos <= MAX_TYPOS && typos * 5 <= field.length * 2)
    .sort((a, b) => a.typos - b.typos);
  return near[0]?.field;
}
