import { REDACTED } from "@operator/redaction";

/** Lines of the original, from 1, of which a secret was taken, and the one line that is left of them. */
export interface Removal {
  first: number;
  last: number;
  left: string;
}

/** A secret over more lines than these has no known form: a private key of the largest size has some 200. */
const MAX_FOLDED_LINES = 1000;

/** Whether an original line can have become a redacted one, as far as its beginning tells. */
function beginsAs(original: string | undefined, redacted: string | undefined): boolean {
  if (original === undefined || redacted === undefined) return original === redacted;
  if (original === redacted) return true;
  const at = redacted.indexOf(REDACTED);
  return at >= 0 && original.startsWith(redacted.slice(0, at));
}

function endsAs(original: string | undefined, redacted: string): boolean {
  return original?.endsWith(redacted.slice(redacted.lastIndexOf(REDACTED) + REDACTED.length)) ?? false;
}

/**
 * Follows lines through redaction, which puts one line in place of a secret that had several: what was removed, in order.
 * `undefined` where the lines cannot be matched.
 */
export function followLines(original: readonly string[], redacted: readonly string[]): Removal[] | undefined {
  const removals: Removal[] = [];
  let surplus = original.length - redacted.length;
  let at = 0;
  for (const [index, left] of redacted.entries()) {
    if (original[at] !== left) {
      const most = left.includes(REDACTED) ? Math.min(surplus, MAX_FOLDED_LINES) : 0;
      let more = 0;
      while (
        more < most &&
        !(endsAs(original[at + more], left) && beginsAs(original[at + more + 1], redacted[index + 1]))
      )
        more += 1;
      if (!beginsAs(original[at + more + 1], redacted[index + 1])) return undefined;
      removals.push({ first: at + 1, last: at + more + 1, left });
      surplus -= more;
      at += more;
    }
    at += 1;
  }
  return surplus === 0 ? removals : undefined;
}
