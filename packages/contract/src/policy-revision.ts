import * as z from "zod";
import { AgentName } from "./agent-name.ts";
import { PolicyIssue } from "./policy-issue.ts";
import { Timestamp } from "./time.ts";

/** The digest of a policy: SHA-256 over the canonical form of everything in it that has meaning. */
const PolicyDigest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hex digits")
  .meta({ description: "SHA-256 over everything in the policy that has meaning, as `sha256:` and hex." });

/** A stored revision of an agent's policy. Revisions are never changed. */
export const PolicyRevision = z
  .strictObject({
    agent: AgentName,
    revision: z.int().min(1).describe("Counts up from 1, for each agent."),
    policy_digest: PolicyDigest,
    created_at: Timestamp,
    created_by: z.string().min(1).describe("The principal that stored it."),
    confirmation_id: z.string().min(1).optional().describe("The confirmation that it came from."),
  })
  .meta({ id: "PolicyRevision", description: "A revision of an agent's policy, without its document." });
export type PolicyRevision = z.infer<typeof PolicyRevision>;

/** A revision with its document. */
export const PolicyDocument = PolicyRevision.extend({
  policy_yaml: z.string().describe("The document as it was stored, byte for byte."),
  advisories: z.array(PolicyIssue).describe("What is valid, but not as it should be."),
}).meta({ id: "PolicyDocument", description: "A revision of an agent's policy, with its document." });
export type PolicyDocument = z.infer<typeof PolicyDocument>;
