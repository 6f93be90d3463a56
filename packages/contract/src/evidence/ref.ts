import type { EvidenceRef } from "../types/evidence-ref.ts";
import { type ProjectPlace, parseProjectRef } from "./project-ref.ts";

/**
 * The grammar of evidence refs. `resolveEvidence` resolves every one; those of a diagnosis from the stored events of its run alone:
 *
 * | type | ref | names |
 * |---|---|---|
 * | `audit_seq` | `3` or `3-7` | the events at these positions of the run's log |
 * | `run_id` | the id of a run | the run |
 * | `policy_rule` | as the event states it, such as `egress[2]` or `default_deny` | the rule in `payload.rule_id` |
 * | `span` | as the event states it | the span in `payload.span_id` |
 * | `log` | `<seq>:<field>:<line>` | one line, from 1, of a text field of the event's payload |
 * | `redacted_excerpt` | `<seq>:<field>:<first>-<last>` | the lines from first to last of such a field |
 * | `verification` | a `curl` command | the request that reproduces the finding |
 *
 * A field is a path in the payload, its steps joined by points: `stderr_ref`, `upstream_evidence.body`; `attachment` is the
 * whole of what the event attached. Lines end at line feeds. The command reads the address from `$OPERATOR_URL` and the key
 * from `$OPERATOR_KEY`, so that it holds no secret. `project-ref.ts` tells of places in the files of a project.
 */
export type ParsedEvidenceRef =
  | { type: "audit_seq"; first: number; last: number }
  | { type: "run_id"; runId: string }
  | { type: "policy_rule"; rule: string }
  | { type: "span"; span: string }
  | { type: "log"; seq: number; field: string; line: number }
  | { type: "redacted_excerpt"; seq: number; field: string; first: number; last: number }
  | { type: "project"; place: ProjectPlace }
  | { type: "verification"; method: "GET"; path: string; command: string };

const SEQS = /^([1-9]\d{0,14})(?:-([1-9]\d{0,14}))?$/;
const LOG = /^([1-9]\d{0,14}):([a-z_]{1,40}(?:\.[a-z_]{1,40}){0,3}):([1-9]\d{0,8})$/;
const EXCERPT = /^([1-9]\d{0,14}):([a-z_]{1,40}(?:\.[a-z_]{1,40}){0,3}):([1-9]\d{0,8})-([1-9]\d{0,8})$/;
const RUN_ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/;
const NAME = /^[^\s\u0000-\u001f\u007f]{1,200}$/u;
const COMMAND =
  /^curl -fsS -H "Authorization: Bearer \$OPERATOR_KEY" "\$OPERATOR_URL(\/v1\/[A-Za-z0-9_.:/%@?=&-]{1,600})"$/;

type Text = Pick<EvidenceRef, "type" | "ref">;

function parseLines(ref: Text): ParsedEvidenceRef | undefined {
  const place = parseProjectRef(ref);
  if (place !== undefined) return { type: "project", place };
  return parseLinesOfEvent(ref);
}

function parseLinesOfEvent(ref: Text): ParsedEvidenceRef | undefined {
  const [, seq, field, first, last] = (ref.type === "log" ? LOG : EXCERPT).exec(ref.ref) ?? [];
  if (seq === undefined || field === undefined || first === undefined) return undefined;
  const place = { seq: Number(seq), field };
  if (ref.type === "log") return { type: "log", ...place, line: Number(first) };
  if (Number(last) < Number(first)) return undefined;
  return { type: "redacted_excerpt", ...place, first: Number(first), last: Number(last) };
}

function parseSeqs(text: string): ParsedEvidenceRef | undefined {
  const [, first, last = first] = SEQS.exec(text) ?? [];
  if (first === undefined || Number(last) < Number(first)) return undefined;
  return { type: "audit_seq", first: Number(first), last: Number(last) };
}

/** Reads a ref; `undefined` when it does not follow the grammar. */
export function parseEvidenceRef(ref: Text): ParsedEvidenceRef | undefined {
  switch (ref.type) {
    case "audit_seq":
      return parseSeqs(ref.ref);
    case "run_id":
      return RUN_ID.test(ref.ref) ? { type: "run_id", runId: ref.ref } : undefined;
    case "policy_rule":
      return NAME.test(ref.ref) ? { type: "policy_rule", rule: ref.ref } : undefined;
    case "span":
      return NAME.test(ref.ref) ? { type: "span", span: ref.ref } : undefined;
    case "log":
    case "redacted_excerpt":
      return parseLines(ref);
    case "verification": {
      const path = COMMAND.exec(ref.ref)?.[1];
      return path === undefined ? undefined : { type: "verification", method: "GET", path, command: ref.ref };
    }
  }
}

/** True for a name that a `policy_rule` or `span` ref can carry. */
export function isRefName(name: string): boolean {
  return NAME.test(name);
}
