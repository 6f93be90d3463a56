import * as z from "zod";
import { AgentParams } from "../agent-name.ts";
import { MAX_POLICY_BYTES } from "../limits.ts";
import { defineOperation } from "../operation.ts";
import { PolicyRevision } from "../policy-revision.ts";

/** Stores a policy document as the agent's current revision. Source: design, sections 3 and 6. */
export const putPolicy = defineOperation({
  name: "putPolicy",
  method: "PUT",
  path: "/v1/agents/{agent}/policy",
  scope: "policy:write",
  authority: "fresh",
  summary: "Store a policy",
  description:
    'Stores the document as the agent\'s next revision. A document that is not valid answers 422 `invalid_policy` with every problem of it. With `If-Match: "<policy_digest>"` it is stored only while the current revision has that digest, else 412 `policy_changed`; `If-None-Match: *` stores the first revision only. The document that is current already is stored no second time.',
  params: AgentParams,
  query: z.strictObject({}),
  body: {
    mediaTypes: ["application/yaml", "text/yaml"],
    schema: z.string().meta({ description: "The policy.yaml." }),
    maxBytes: MAX_POLICY_BYTES,
    reads: "text",
  },
  takesIfMatch: true,
  status: 200,
  output: PolicyRevision,
  problems: ["invalid_policy", "policy_changed", "secret_in_identifier"],
  repeatable: true,
  example: {
    params: { agent: "weather-agent" },
    body: 'version: "1"\nagent:\n  name: weather-agent\negress:\n  - domain: api.weather.gov\n    ports: [443]\n    methods: [GET]\n',
    output: {
      agent: "weather-agent",
      revision: 1,
      policy_digest: "sha256:7d1a54127b222502f5b79b5fb0803061152a44f92b37e23c6527baf665d4da9a",
      created_at: "2026-07-02T09:00:00.000Z",
      created_by: "admin",
    },
  },
});
