import { type EvidenceType, parseEvidenceRef, type ResolvedEvidence } from "@operator/contract";
import type { Ports } from "../../ports.ts";
import type { Refusal } from "../../refusal.ts";
import { evidenceNotFound } from "../refusals.ts";
import { resolveAuditSeq } from "./audit-seq.ts";
import { resolveExcerpt, resolveLog } from "./lines.ts";
import { malformedRef } from "./malformed-ref.ts";
import { resolvePolicyRule } from "./policy-rule.ts";
import type { ResolveRequest } from "./request.ts";
import { resolveRunId } from "./run-id.ts";
import { resolveSpan } from "./span.ts";
import { resolveVerification } from "./verification.ts";

/** What an evidence ref leads to. */
export async function resolve(
  type: EvidenceType,
  request: ResolveRequest,
  ports: Ports,
): Promise<ResolvedEvidence | Refusal> {
  const parsed = parseEvidenceRef({ type, ref: request.ref });
  switch (parsed?.type) {
    case undefined:
      return malformedRef();
    case "audit_seq":
      return resolveAuditSeq(request, parsed, ports);
    case "run_id":
      return resolveRunId(request, parsed, ports);
    case "policy_rule":
      return resolvePolicyRule(request, parsed, ports);
    case "span":
      return resolveSpan(request, parsed, ports);
    case "log":
      return resolveLog(request, parsed, ports);
    case "redacted_excerpt":
      return resolveExcerpt(request, parsed, ports);
    case "project":
      // Places in a project are no run's: `resolveProjectEvidence` leads there.
      return evidenceNotFound();
    case "verification":
      return resolveVerification(request, parsed, ports);
  }
}
