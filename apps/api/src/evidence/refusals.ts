import { type Refusal, refuse } from "../refusal.ts";

export function evidenceNotFound(): Refusal {
  return refuse("evidence_not_found", "The run has no such evidence.");
}

export function evidencePurged(): Refusal {
  return refuse("evidence_purged", "Retention has purged what the ref leads to; its hashes remain in the audit log.");
}

export function evidenceGone(): Refusal {
  return refuse("evidence_gone", "The store does not have the content any more.");
}
