import { type EvidenceRef, parseEvidenceRef } from "@operator/contract";
import type { RunEvent } from "../src/index.ts";

function textAt(payload: RunEvent["payload"], path: string): string | undefined {
  let value: unknown = payload;
  for (const field of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, field)?.value;
  }
  return typeof value === "string" ? value : undefined;
}

/** What a ref names, found in the stored events of its run alone; `undefined` when there is no such thing. */
export function resolveRef(runId: string, events: readonly RunEvent[], ref: EvidenceRef): string | undefined {
  const parsed = parseEvidenceRef(ref);
  const at = (seq: number) => events.find((event) => event.seq === seq);
  const lines = (seq: number, field: string) => textAt(at(seq)?.payload ?? {}, field)?.split("\n");
  switch (parsed?.type) {
    case "audit_seq":
      return at(parsed.first) && at(parsed.last) ? JSON.stringify(at(parsed.first)) : undefined;
    case "run_id":
      return parsed.runId === runId ? runId : undefined;
    case "policy_rule":
      return events.find(({ payload }) => payload.rule_id === parsed.rule)?.event_type;
    case "span":
      return events.find(({ payload }) => payload.span_id === parsed.span)?.event_type;
    case "log":
      return lines(parsed.seq, parsed.field)?.[parsed.line - 1];
    case "redacted_excerpt": {
      const piece = lines(parsed.seq, parsed.field)?.slice(parsed.first - 1, parsed.last);
      return piece?.length === parsed.last - parsed.first + 1 ? piece.join("\n") : undefined;
    }
    case "verification":
      return parsed.path.startsWith(`/v1/runs/${runId}/`) ? parsed.path : undefined;
    // A run's events lead into no project.
    case "project":
    case undefined:
      return undefined;
  }
}
