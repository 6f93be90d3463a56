import * as z from "zod";
import { AgentName } from "../agent-name.ts";
import { MAX_CITED_EVENTS, MAX_SMALL_BODY_BYTES } from "../limits.ts";
import { defineOperation } from "../operation.ts";
import { RunId } from "../run-id.ts";
import { RecommendPolicyPatchResponse } from "../types/recommend-policy-patch-response.ts";

const name = z.string().min(1).max(200);

const DesiredEgress = z.strictObject({
  egress: z.strictObject({
    host: z.string().min(1).max(300),
    ports: z.array(z.int().min(1).max(65_535)).min(1).max(64).exactOptional(),
    methods: z
      .array(z.string().regex(/^[A-Za-z][A-Za-z-]{0,15}$/, "must be a method of HTTP"))
      .min(1)
      .max(16)
      .exactOptional(),
    credential: name.exactOptional(),
  }),
});

const DesiredCredential = z.strictObject({
  credential: z.strictObject({
    id: name,
    type: z.enum(["header", "brokered", "file", "oauth", "direct_lease"]),
    service: name.exactOptional(),
    header: name.exactOptional(),
    path: z.string().min(1).max(1000).exactOptional(),
    mode: name.exactOptional(),
    reason: z.string().min(1).max(1000).exactOptional(),
    token_endpoint: z.string().min(1).max(2000).exactOptional(),
    client_id: name.exactOptional(),
    refresh_token_credential: name.exactOptional(),
  }),
});

/** What a patch is asked for. */
export const RecommendPolicyPatchRequest = z
  .strictObject({
    agent: AgentName,
    run_id: RunId.optional().describe("The run whose denials are the evidence."),
    audit_seqs: z
      .array(z.int().min(1))
      .min(1)
      .max(MAX_CITED_EVENTS)
      .optional()
      .describe("Positions of denials of that run; all of its denials if absent."),
    destination: z
      .string()
      .min(1)
      .max(300)
      .optional()
      .describe("Only denials to this destination; without `run_id`, of the agent's latest runs."),
    desired_behavior: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .describe("`allow egress to host[:port]` or `bind credential X for Y`."),
    desired_change: z.union([DesiredEgress, DesiredCredential]).optional(),
    tighten: z
      .strictObject({ window_days: z.int().min(1).max(90) })
      .optional()
      .describe("Remove what no run of the last days has used."),
  })
  .refine((asked) => asked.audit_seqs === undefined || asked.run_id !== undefined, {
    error: "needs run_id",
    path: ["audit_seqs"],
  })
  .refine(
    ({ desired_behavior, desired_change, tighten }) =>
      [desired_behavior, desired_change, tighten].filter((wish) => wish !== undefined).length <= 1,
    { error: "goes without desired_change and tighten", path: ["desired_behavior"] },
  )
  .refine((asked) => Object.keys(asked).length > 1, {
    error: "is required where neither destination nor a desired change is given",
    path: ["run_id"],
  })
  .refine((asked) => asked.tighten === undefined || (asked.run_id ?? asked.destination) === undefined, {
    error: "goes without run_id and destination",
    path: ["tighten"],
  })
  .meta({ id: "RecommendPolicyPatchRequest", description: "The denials to answer, or the change that is desired." });
export type RecommendPolicyPatchRequest = z.infer<typeof RecommendPolicyPatchRequest>;

/** Proposes the least change of a policy, for a person to decide. Source: operator contract, RecommendPolicyPatch. */
export const recommendPolicyPatch = defineOperation({
  name: "recommendPolicyPatch",
  method: "POST",
  path: "/v1/policy/patches",
  scope: "policy:propose",
  authority: "fresh",
  recordsRefusals: true,
  summary: "Recommend a policy patch",
  description:
    "Proposes the least change of the agent's current policy that allows the denied actions or makes the desired change, as a unified diff, and opens the confirmation that a person decides. Nothing is applied. Only denials that the runtime stated count. Asking for the same again answers the same pending confirmation.",
  params: z.strictObject({}),
  query: z.strictObject({}),
  body: { mediaTypes: ["application/json"], schema: RecommendPolicyPatchRequest, maxBytes: MAX_SMALL_BODY_BYTES },
  status: 200,
  output: RecommendPolicyPatchResponse,
  problems: [
    "policy_not_found",
    "run_not_found",
    "evidence_purged",
    "run_has_no_denial",
    "agent_mismatch",
    "not_a_denial",
    "claim_is_no_evidence",
    "action_allowed",
    "wildcard_refused",
    "guarded_destination",
    "desire_not_understood",
    "credential_not_declared",
    "mcp_server_not_declared",
    "invalid_candidate",
    "nothing_to_tighten",
    "usage_unknown",
    "change_too_large",
    "declined_before",
    "too_many_pending",
  ],
  repeatable: true,
  example: {
    body: { agent: "weather-agent", run_id: "run_01J9Z0DENIED" },
    output: {
      schema_version: "1.0.0",
      proposed_patch:
        "--- a/policy.yaml\n+++ b/policy.yaml\n@@ -3,3 +3,6 @@\n egress:\n   - domain: api.example.com\n     ports: [443]\n+  - domain: api.weather.gov\n+    ports: [443]\n+    methods: [GET]\n",
      risk_level: "medium",
      rationale: "It would allow egress to api.weather.gov:443, GET. The runtime denied this in 3 events of 1 run.",
      affected_destinations: ["api.weather.gov:443"],
      evidence_refs: [
        { type: "audit_seq", ref: "3-5", detail: "denial" },
        { type: "run_id", ref: "run_01J9Z0DENIED" },
      ],
      confirmation: {
        requires_confirmation: true,
        confirmation_id: "confirm_5f0c2c1e7d5b4a39a1b2c3d4e5f60718",
        risk_level: "medium",
        rationale: "It would allow egress to api.weather.gov:443, GET. The runtime denied this in 3 events of 1 run.",
        affected_destinations: ["api.weather.gov:443"],
        evidence_refs: [{ type: "run_id", ref: "run_01J9Z0DENIED" }],
      },
      next_action: "review_policy_patch",
    },
  },
});
