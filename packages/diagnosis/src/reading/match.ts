import { RULES } from "../rules/index.ts";
import type { Rule, TextMatch } from "../rules/rule.ts";
import type { Line } from "../text/plain-lines.ts";

/** A rule with a recogniser for text. */
interface TextRule {
  rule: Rule;
  match: TextMatch;
  /** Its place among the rules: the smaller, the more specific. */
  rank: number;
}

export const TEXT_RULES: readonly TextRule[] = RULES.flatMap((rule, rank) =>
  "text" in rule.match && rule.match.hints.length > 0 ? [{ rule, match: rule.match, rank }] : [],
);

/** A line that a rule recognises. */
export interface Hit extends TextRule {
  index: number;
  facts: Record<string, string>;
}

/** Where the clients of Python name the host of a connection that failed. */
const SERVER = /ConnectionPool\(host=['"]([\w.-]{1,200})['"]|Cannot connect to host ([\w.-]{1,200}):/;

function serverIn(text: string): string | undefined {
  const [, pool, host] = SERVER.exec(text) ?? [];
  return pool ?? host;
}

/** Lines that one rule may match in one text. More are repetitions: retries, or somebody who writes them on purpose. */
const MAX_HITS = 24;

/** Groups that differ in a final digit are alternatives for one fact. */
function factsOf(groups: Record<string, string | undefined> | undefined): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const [name, value] of Object.entries(groups ?? {})) {
    if (value) facts[name.replace(/\d$/, "")] ??= value;
  }
  return facts;
}

function hitsOf(candidate: TextRule, lines: readonly Line[]): Hit[] {
  const { match, rule } = candidate;
  const hits: Hit[] = [];
  for (const [index, { text }] of lines.entries()) {
    if (!match.hints.some((hint) => text.includes(hint))) continue;
    const found = match.text.exec(text);
    if (found === null) continue;
    const server = rule.connection && found.groups?.host === undefined ? serverIn(text) : undefined;
    const above = match.above?.exec(lines[index - 1]?.text ?? "");
    if (match.above !== undefined && above === null) continue;
    const named = { ...factsOf(above?.groups), ...factsOf(found.groups) };
    hits.push({ ...candidate, index, facts: server === undefined ? named : { host: server, ...named } });
    if (hits.length === MAX_HITS) break;
  }
  return hits;
}

/** Every line of a text that a rule recognises. */
export function hitsIn(text: string, lines: readonly Line[], hears: (match: TextMatch) => boolean): Hit[] {
  return TEXT_RULES.flatMap((candidate) => {
    const { match } = candidate;
    if (!hears(match) || !match.hints.some((hint) => text.includes(hint))) return [];
    return hitsOf(candidate, lines);
  });
}
