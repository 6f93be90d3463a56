import type { EvidenceRef } from "../types/evidence-ref.ts";
import { isRefName } from "./ref.ts";

/** Positions that stand next to each other are one range. */
function ranges(seqs: readonly number[]): { first: number; last: number }[] {
  const found: { first: number; last: number }[] = [];
  for (const seq of [...new Set(seqs)].sort((a, b) => a - b)) {
    const open = found.at(-1);
    if (open !== undefined && open.last + 1 === seq) open.last = seq;
    else found.push({ first: seq, last: seq });
  }
  return found;
}

/** Refs to the stored events at these positions, each position once, in the order of the log. */
export function auditRefs(marks: readonly { seq: number; event_type: string }[]): EvidenceRef[] {
  const byDetail = new Map(marks.map(({ seq, event_type }) => [seq, event_type]));
  const seqsOf = (type: string) => [...byDetail].filter(([, detail]) => detail === type).map(([seq]) => seq);
  return [...new Set(byDetail.values())]
    .flatMap((detail) => ranges(seqsOf(detail)).map((range) => ({ ...range, detail })))
    .sort((a, b) => a.first - b.first)
    .map(({ first, last, detail }) => ({
      type: "audit_seq",
      ref: first === last ? String(first) : `${first}-${last}`,
      detail,
    }));
}

/** A ref to the run itself. */
export function runRef(runId: string): EvidenceRef {
  return { type: "run_id", ref: runId };
}

/** Refs of a type whose names the events state; names that no ref can carry are left out, repetitions too. */
export function namedRefs(type: "policy_rule" | "span", names: readonly (string | undefined)[]): EvidenceRef[] {
  const usable = names.flatMap((name) => (name !== undefined && isRefName(name) ? [name] : []));
  return [...new Set(usable)].map((ref) => ({ type, ref }));
}

/** A ref to one line of a text field. */
export function logRef(seq: number, field: string, line: number, detail: string): EvidenceRef {
  return { type: "log", ref: `${seq}:${field}:${line}`, detail };
}

/** A ref to a piece of a text field. */
export function excerptRef(seq: number, field: string, first: number, last: number): EvidenceRef {
  return { type: "redacted_excerpt", ref: `${seq}:${field}:${first}-${last}` };
}

/** A command that asks this service the same question again. */
export function verificationRef(path: string, detail: string): EvidenceRef {
  const command = `curl -fsS -H "Authorization: Bearer $OPERATOR_KEY" "$OPERATOR_URL${path}"`;
  return { type: "verification", ref: command, detail };
}
