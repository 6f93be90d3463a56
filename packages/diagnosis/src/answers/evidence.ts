import {
  auditRefs,
  type EvidenceRef,
  excerptRef,
  limits,
  logRef,
  namedRefs,
  type RedactedExcerpt,
  runRef,
  verificationRef,
} from "@operator/contract";
import type { Cause } from "../causes/cause.ts";
import type { Diagnosis } from "../causes/diagnose.ts";
import type { Piece } from "../fold/report.ts";
import type { RunState } from "../fold/state.ts";

/** Fields as people name them, for the source of an excerpt. */
const SOURCES: Readonly<Record<string, string>> = { stderr_ref: "stderr", excerpt: "attached log" };

/** A piece of a text with its place in the log. */
interface Shown extends Piece {
  seq: number;
  field: string;
}

/** The pieces that show the causes, the same text once. */
function shownBy(causes: readonly Cause[]): Shown[] {
  const pieces = causes.flatMap(({ finding, seq }) =>
    (finding?.pieces ?? []).map((piece) => ({ ...piece, seq, field: finding?.field ?? "" })),
  );
  const byContent = new Map<string, Shown>();
  for (const piece of pieces) if (!byContent.has(piece.content)) byContent.set(piece.content, piece);
  return [...byContent.values()].filter(({ content }) => content.trim() !== "").slice(0, limits.MAX_EXCERPTS);
}

/** The excerpts of a diagnosis: at most `MAX_EXCERPTS`, in all at most `MAX_EXCERPT_CHARS`. */
export function excerptsOf({ causes }: Diagnosis): RedactedExcerpt[] {
  let left = limits.MAX_EXCERPT_CHARS;
  return shownBy(causes).flatMap(({ field, first, last, content }) => {
    left -= content.length;
    if (left < 0) return [];
    return [{ source: SOURCES[field] ?? field, start_line: first, end_line: last, content }];
  });
}

/** The line that a cause rests on: the one that was recognised, else the runtime's reason. */
function lineRefs(causes: readonly Cause[]): EvidenceRef[] {
  const refs = causes.flatMap(({ finding, report, seq, rule }) => {
    if (finding !== undefined) return [logRef(seq, finding.field, finding.line, rule.id)];
    return report?.stated.reason === undefined ? [] : [logRef(seq, "reason", 1, rule.id)];
  });
  return [...new Map(refs.map((ref) => [ref.ref, ref])).values()].slice(0, limits.MAX_EXCERPTS);
}

function ruleNames(diagnosis: Diagnosis): (string | undefined)[] {
  if (diagnosis.category !== "policy_denied" && diagnosis.category !== "policy_validation_failed") return [];
  return diagnosis.causes.map(({ denial, report }) => denial?.rule ?? report?.stated.rule_id);
}

/** The refs of every type that applies to a diagnosis. All of them resolve against the run's stored events. */
export function evidenceOf(runId: string, state: RunState, diagnosis: Diagnosis): EvidenceRef[] {
  const end = state.end === undefined ? [] : [{ seq: state.end.seq, event_type: state.end.event_type }];
  const spans = diagnosis.causes.map(({ denial, report }) => denial?.span ?? report?.stated.span_id);
  return [
    ...auditRefs([...diagnosis.supports, ...end]),
    runRef(runId),
    ...namedRefs("policy_rule", ruleNames(diagnosis)),
    ...namedRefs("span", spans),
    ...lineRefs(diagnosis.causes),
    ...shownBy(diagnosis.causes).map(({ seq, field, first, last }) => excerptRef(seq, field, first, last)),
    verificationRef(`/v1/runs/${runId}/failure`, `Answers ${diagnosis.category} again from the stored events.`),
  ];
}
