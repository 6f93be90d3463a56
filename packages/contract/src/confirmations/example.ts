import type { Confirmation } from "./confirmation.ts";

/** A confirmation as the examples of operations show it. */
export const exampleConfirmation: Confirmation = {
  confirmation_id: "confirm_5f0c2c1e7d5b4a39a1b2c3d4e5f60718",
  status: "pending",
  change_type: "webhook_destination",
  risk_level: "high",
  rationale: 'The proposer wrote: "Failures of the weather agent should reach the on-call channel.".',
  candidate: {
    change_type: "webhook_destination",
    patch: { url: "https://hooks.example.com/on-call" },
    tenant: "acme",
    proposer: "weather-repairer",
    affected_destinations: ["hooks.example.com:443"],
    credential_ids: [],
    risk_level: "high",
    rationale: 'The proposer wrote: "Failures of the weather agent should reach the on-call channel.".',
    evidence: [{ type: "run_id", ref: "run_01J9Z0DENIED" }],
    required_approvals: { approvals: 2, groups: [] },
    created_at: "2026-07-02T09:20:00.000Z",
    expires_at: "2026-07-02T13:20:00.000Z",
  },
  candidate_digest: "sha256:7d1a54127b222502f5b79b5fb0803061152a44f92b37e23c6527baf665d4da9a",
  required_approvals: { approvals: 2, groups: [] },
  decisions: [],
  proposer: "weather-repairer",
  affected_destinations: ["hooks.example.com:443"],
  credential_ids: [],
  evidence_refs: [{ type: "run_id", ref: "run_01J9Z0DENIED" }],
  created_at: "2026-07-02T09:20:00.000Z",
  expires_at: "2026-07-02T13:20:00.000Z",
};

/** The path of the examples. */
export const exampleParams = { confirmation_id: exampleConfirmation.confirmation_id };
