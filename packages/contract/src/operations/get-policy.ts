import * as z from "zod";
import { AgentParams } from "../agent-name.ts";
import { defineOperation } from "../operation.ts";
import { PolicyDocument } from "../policy-revision.ts";

/** The agent's current policy, or an earlier revision of it. Source: design, section 3. */
export const getPolicy = defineOperation({
  name: "getPolicy",
  method: "GET",
  path: "/v1/agents/{agent}/policy",
  scope: "runs:read",
  authority: "cached",
  summary: "Read a policy",
  description:
    "The agent's current policy with its document, or the revision that the query names. The entity tag is the digest, to be sent back in `If-Match`.",
  params: AgentParams,
  query: z.strictObject({
    revision: z
      .union([
        z.int(),
        z
          .string()
          .regex(/^[1-9][0-9]{0,8}$/, "must be a whole number from 1")
          .transform(Number),
      ])
      .pipe(z.int().min(1))
      .optional()
      .meta({ description: "An earlier revision." }),
  }),
  status: 200,
  output: PolicyDocument,
  problems: ["policy_not_found"],
  repeatable: true,
  example: {
    params: { agent: "weather-agent" },
    output: {
      agent: "weather-agent",
      revision: 1,
      policy_digest: "sha256:7d1a54127b222502f5b79b5fb0803061152a44f92b37e23c6527baf665d4da9a",
      created_at: "2026-07-02T09:00:00.000Z",
      created_by: "admin",
      policy_yaml: 'version: "1"\negress:\n  - domain: api.weather.gov\n',
      advisories: [],
    },
  },
});
