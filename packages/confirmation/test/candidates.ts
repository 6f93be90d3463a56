import { createHash } from "node:crypto";
import type { Candidate, JsonValue } from "@operator/contract";
import { freezeCandidate, type ProposedChange } from "../src/candidate/freeze.ts";

export const START = Date.UTC(2026, 6, 2, 9);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]));
}

/** Stands for the audit log's canonical JSON and hash, with which it shares what matters: other bytes, other digest. */
export function digest(value: JsonValue): string {
  return `sha256:${createHash("sha256")
    .update(JSON.stringify(sorted(value)))
    .digest("hex")}`;
}

export const BASE = digest("the policy in force");
export const OTHER = digest("another policy");

export const CHANGE: ProposedChange = {
  change_type: "policy_patch",
  patch: { agent: "reporter", diff: "--- a\n+++ b\n", policy_yaml: 'version: "1"\n' },
  tenant: "acme",
  proposer: "reporter-agent",
  agent: "reporter",
  base_policy_digest: BASE,
  candidate_policy_digest: digest("the policy as it will be"),
  affected_destinations: ["api.example.com:443"],
  credential_ids: [],
  rationale: { by: "service", text: "Allows api.example.com:443." },
  evidence: [
    { type: "audit_seq", ref: "3-5" },
    { type: "run_id", ref: "run_1" },
  ],
};

type Terms = Parameters<typeof freezeCandidate>[1];

export function freeze(change: Partial<ProposedChange> = {}, terms: Partial<Terms> = {}): Candidate {
  const all = { evaluatedRisk: "medium", rules: [], groups: new Map(), now: START, ...terms } as const;
  return freezeCandidate({ ...CHANGE, ...change }, all);
}
