import { MAX_VIEW_DEPTH } from "../limits.ts";
import { isIn, LINE_BREAK, runEnd, SPACE } from "../scan/characters.ts";
import type { Span } from "../scan/scan.ts";
import { encodedRuns } from "./encoded-runs.ts";
import { type Join, unfold } from "./folded-lines.ts";
import { unescapeView } from "./unescape.ts";

type Find = (text: string, depth: number) => readonly Span[];

const NAMED = "secret-assignment";
/** A quoted-printable line is at most 76 columns long, and a full one nearly that. */
const FULL_LINE_CHARS = 60;

/**
 * Secrets that only show once the text is decoded: escapes undone, folds taken out, base64 and hex opened. Each finding is
 * carried back to the stretch of this text that encodes it. Decoded text is looked at in the same way, a few levels deep.
 */
export function findTransformed(text: string, depth: number, direct: readonly Span[], find: Find): Span[] {
  const spans: Span[] = [];
  if (depth >= MAX_VIEW_DEPTH) return spans;
  const unescaped = unescapeView(text);
  if (unescaped !== undefined) for (const span of find(unescaped.text, depth + 1)) spans.push(unescaped.toSource(span));
  for (const run of encodedRuns(text)) {
    const [first] = find(run.decoded, depth + 1);
    if (first !== undefined) spans.push({ start: run.start, end: run.end, rule: first.rule });
  }
  const unfolded = unfold(text);
  if (unfolded !== undefined) {
    const startByEnd = new Map(direct.map((span) => [span.end, span.start]));
    for (const span of find(unfolded.view.text, depth + 1)) {
      if (!crosses(unfolded.joins, span)) continue;
      const source = unfolded.view.toSource(span);
      if (continues(text, source, startByEnd)) spans.push(source);
    }
  }
  return spans;
}

function crosses(joins: readonly Join[], span: Span): boolean {
  let low = 0;
  let high = joins.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((joins[middle]?.at ?? 0) <= span.start) low = middle + 1;
    else high = middle;
  }
  const join = joins[low];
  return join !== undefined && join.at < span.end;
}

/**
 * Whether what stands on the next line belongs to the secret rather than being a line of its own. A secret that was complete
 * on its line does not go on in `DEBUG=1`, and a value found only by its name goes on only behind a full line.
 */
function continues(text: string, source: Span, startByEnd: ReadonlyMap<number, number>): boolean {
  const after = runEnd(text, source.end, SPACE, source.end + 4);
  if (text.charAt(after) === "=" || text.charAt(after) === ":") return false;
  const breakAt = text.indexOf("\n", source.start);
  const endedAt = [breakAt - 2, breakAt - 1, breakAt].some((end) => (startByEnd.get(end) ?? Number.POSITIVE_INFINITY) <= source.start);
  if (source.rule !== NAMED && !endedAt) return true;
  const endsLine = source.end >= text.length || after > source.end || isIn(text, source.end, LINE_BREAK) || "\"'\\`,;}])<&".includes(text.charAt(source.end));
  return endsLine && breakAt - text.lastIndexOf("\n", breakAt - 1) > FULL_LINE_CHARS;
}
