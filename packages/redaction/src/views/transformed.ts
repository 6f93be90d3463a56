import { MAX_VIEW_DEPTH, MIN_ENCODED_CHARS } from "../limits.ts";
import { ESCAPED, FOLDED, UNEXAMINED } from "../scan/anchor-index.ts";
import type { Span } from "../scan/scan.ts";
import type { Work } from "../scan/work.ts";
import { nextEncodedRun, textOfHex } from "./encoded-runs.ts";
import { startsEscape } from "./escapes.ts";
import { type Evidence, foldedEnd } from "./fold-evidence.ts";
import { type Join, type Unfolded, unfold } from "./folded-lines.ts";
import { nextSpacedRun } from "./spaced-hex.ts";
import { unescapeView } from "./unescape.ts";

/** `views` masks the traits of the text that are to be followed up. */
type Find = (text: string, work: Work, depth: number, views?: number) => readonly Span[];

/** Rules that go by what stands beside a value, not by its form: alone they do not tell where a folded value ends. */
const BY_CONTEXT: ReadonlySet<string> = new Set([
  "secret-assignment",
  "http-bearer",
  "http-basic",
  "http-authorization",
  "http-cookie",
  "url-userinfo",
  "url-parameter",
  "customary-token",
  "curl-user",
  "mysql-password",
  "sshpass-password",
  "openssl-pass",
  "pgpass-line",
]);
/**
 * Secrets that only show once the text is decoded: escapes undone, folds taken out, base64 and hex opened. Each finding is
 * carried back to the stretch of this text that encodes it. Decoded text is looked at in the same way, a few levels deep.
 */
export function findTransformed(
  text: string,
  traits: number,
  depth: number,
  direct: readonly Span[],
  find: Find,
  work: Work,
): readonly Span[] {
  if (depth >= MAX_VIEW_DEPTH) return direct;
  const spans: Span[] = [];
  if ((traits & ESCAPED) !== 0) addUnescaped(text, depth, find, spans, work);
  if (text.length >= MIN_ENCODED_CHARS) addEncoded(text, depth, find, spans, work);
  if ((traits & FOLDED) !== 0) addUnfolded(text, depth, direct, find, spans, work);
  return spans.length === 0 ? direct : direct.concat(spans);
}

function addUnescaped(text: string, depth: number, find: Find, spans: Span[], work: Work): void {
  if (work.isSpent) {
    addLinesWithEscapes(text, spans);
    return;
  }
  const view = unescapeView(text, work);
  if (view === undefined) return;
  for (const span of find(view.text, work, depth + 1)) spans.push(withinString(text, view.toSource(span)));
}

/** What is written in escapes that nobody may undo any more goes with its lines. */
function addLinesWithEscapes(text: string, spans: Span[]): void {
  let lineStart = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x0a) lineStart = at + 1;
    else if (startsEscape(code)) {
      const lineBreak = text.indexOf("\n", at);
      const end = lineBreak < 0 ? text.length : lineBreak;
      spans.push({ start: lineStart, end, rule: UNEXAMINED });
      at = end - 1;
    }
  }
}

/**
 * Ends a span where the JSON string ends that it starts in. Once escapes are undone, a quote inside a string looks like its
 * end, and what seems to be a value may reach into the next member. Keys may be folded over the strings of an array.
 */
function withinString(text: string, span: Span): Span {
  if (span.rule === "private-key") return span;
  for (let at = span.start; at < span.end; at += 1) {
    if (text.charCodeAt(at) !== 0x22) continue;
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes += 1;
    if (backslashes % 2 === 0 && NEXT_IN_JSON.test(text.slice(at + 1, at + 16))) return { ...span, end: at };
  }
  return span;
}

/** What follows a string in JSON; in a header `", ` leads to the next parameter. */
const NEXT_IN_JSON = /^(?:[:}\]]|,\s*(?:["{[\]}\d-]|true|false|null|$))/;

function addEncoded(text: string, depth: number, find: Find, spans: Span[], work: Work): void {
  work.spend(text.length >> 2);
  for (let run = nextEncodedRun(text, 0, work); run !== undefined; run = nextEncodedRun(text, run.end, work)) {
    const rule = run.rule ?? find(run.decoded, work, depth + 1)[0]?.rule;
    if (rule !== undefined) spans.push({ start: run.start, end: run.end, rule, encoded: true });
  }
  for (let run = nextSpacedRun(text, 0); run !== undefined; run = nextSpacedRun(text, run.end)) {
    const decoded = textOfHex(run.hex);
    const [first] = decoded === undefined ? [] : find(decoded, work, depth + 1);
    if (first !== undefined) spans.push({ start: run.start, end: run.end, rule: first.rule, encoded: true });
  }
}

function addUnfolded(
  text: string,
  depth: number,
  direct: readonly Span[],
  find: Find,
  spans: Span[],
  work: Work,
): void {
  const unfolded = unfold(text, work);
  if (unfolded === undefined) return;
  const starts = new Set(direct.map((span) => span.start));
  const startByEnd = new Map(direct.map((span) => [span.end, span.start]));
  // Escapes are undone before folds are taken out; only at the top also the other way round, or each level would double the work.
  const views = depth === 0 ? ~FOLDED : ~(FOLDED | ESCAPED);
  for (const span of find(unfolded.view.text, work, depth + 1, views)) {
    const join = firstJoinWithin(unfolded.joins, span) ?? certainJoinBefore(unfolded, span);
    if (join === undefined) continue;
    const source = unfolded.view.toSource(span);
    const end =
      join.by === "certain" || span.rule === UNEXAMINED || span.rule.startsWith("private-key")
        ? source.end
        : foldedEnd(text, source, evidenceOf(text, source, join, startByEnd), (at) => starts.has(at));
    if (end >= 0) spans.push({ ...source, end });
  }
}

/** What speaks for the fold, besides the lines below: a part on the first line that is a secret by itself, or would be by its name, asks for no more. */
function evidenceOf(text: string, source: Span, join: Join, startByEnd: ReadonlyMap<number, number>): Evidence {
  if (join.by === "soft") return "sign";
  if (BY_CONTEXT.has(source.rule)) return "none";
  const lineBreak = text.indexOf("\n", source.start);
  // Before the break there may be a carriage return and padding.
  for (let end = lineBreak; end >= lineBreak - 3; end -= 1) {
    if ((startByEnd.get(end) ?? Number.POSITIVE_INFINITY) <= source.start) return "none";
  }
  return "form";
}

/** The index of the first join behind `at`. */
function joinAfter(joins: readonly Join[], at: number): number {
  let low = 0;
  let high = joins.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((joins[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstJoinWithin(joins: readonly Join[], span: Span): Join | undefined {
  const join = joins[joinAfter(joins, span.start)];
  return join !== undefined && join.at < span.end ? join : undefined;
}

/** Characters between a continued line's end and a value on the next line whose name or command stands before it. */
const MAX_CONTINUED_CHARS = 200;

/** The certain join that put the name of this secret on the same line: `password=\` with the value below. */
function certainJoinBefore({ view, joins }: Unfolded, span: Span): Join | undefined {
  const join = joins[joinAfter(joins, span.start) - 1];
  if (join === undefined || join.by !== "certain" || span.start - join.at > MAX_CONTINUED_CHARS) return undefined;
  return view.text.slice(join.at, span.start).includes("\n") ? undefined : join;
}
