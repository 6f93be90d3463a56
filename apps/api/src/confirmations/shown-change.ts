import { jsonOf } from "@operator/confirmation";
import { Candidate, type JsonValue, limits } from "@operator/contract";
import type { Recommendation, Support } from "@operator/policy";
import { type Refusal, refuse } from "../refusal.ts";

type Change = Omit<Recommendation, "kind" | "flips">;
type Usage = Extract<Support, { kind: "usage" }>["usage"];

/** Characters of JSON that one list of a delta takes: five lists, and room for the rest of `MAX_CHANGE_CHARS`. */
const MAX_LIST_CHARS = limits.MAX_CHANGE_CHARS / 6;

/** A list's first items, as many as a reviewer is shown. */
function shownOf<Item>(items: readonly Item[]): Item[] {
  let left = MAX_LIST_CHARS;
  // Counted generously: a separator for every field and item.
  const end = items.findIndex((item) => {
    left -= 1.2 * JSON.stringify(item).length + 8;
    return left < 0;
  });
  return end === -1 ? [...items] : items.slice(0, end);
}

/**
 * What a change would do, as reviewers are shown it: of long lists the first items, the riskiest findings first, and how
 * many are not listed. The diff beside it is always whole.
 */
export function shownDelta({ delta, findings }: Change, usage: Usage | undefined): JsonValue {
  const { summary, added, removed, parts } = delta;
  const riskiest = findings.toSorted((a, b) => Number(b.risk_level === "high") - Number(a.risk_level === "high"));
  const whole = { summary, added, removed, parts, findings: riskiest, ...(usage === undefined ? {} : { usage }) };
  const shown = Object.entries(whole).map(([name, items]) => [name, shownOf<object | string>(items)] as const);
  const missing = shown.flatMap(([name, items]) => {
    const count = whole[name as keyof typeof whole]?.length ?? 0;
    return count === items.length ? [] : [[name, count - items.length] as const];
  });
  return jsonOf({
    ...Object.fromEntries(shown),
    ...(missing.length === 0 ? {} : { not_listed: Object.fromEntries(missing) }),
  });
}

/** Refuses a change that is more than people can review at once. */
export function tooLarge({
  affected_destinations: destinations,
  credential_ids: credentials,
  diff,
}: Change): Refusal | undefined {
  const { affected_destinations, credential_ids } = Candidate.shape;
  if (!affected_destinations.safeParse(destinations).success || !credential_ids.safeParse(credentials).success) {
    const most = limits.MAX_AFFECTED;
    return refuse(
      "change_too_large",
      `One change affects at most ${most} destinations and ${most} credentials, with names of one line and ${limits.MAX_NAME_CHARS} characters.`,
    );
  }
  if (diff.length <= limits.MAX_DIFF_CHARS) return undefined;
  return refuse("change_too_large", `The diff of a change has at most ${limits.MAX_DIFF_CHARS} characters.`);
}
