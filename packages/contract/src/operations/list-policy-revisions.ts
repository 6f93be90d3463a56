import * as z from "zod";
import { AgentParams } from "../agent-name.ts";
import { DEFAULT_LIST_PAGE, MAX_LIST_PAGE } from "../limits.ts";
import { defineOperation } from "../operation.ts";
import { Cursor, pageLimit } from "../paging.ts";
import { PolicyRevision } from "../policy-revision.ts";

const PolicyRevisionList = z
  .strictObject({ items: z.array(PolicyRevision), next_cursor: z.string().min(1).optional() })
  .meta({ id: "PolicyRevisionList", description: "A page of policy revisions, the latest first." });

/** The revisions of an agent's policy, the latest first. Source: design, section 3. */
export const listPolicyRevisions = defineOperation({
  name: "listPolicyRevisions",
  method: "GET",
  path: "/v1/agents/{agent}/policy/revisions",
  scope: "runs:read",
  authority: "cached",
  summary: "List policy revisions",
  description:
    "The revisions of the agent's policy, the latest first, without their documents. An agent without a policy has none.",
  params: AgentParams,
  query: z.strictObject({ cursor: Cursor.optional(), limit: pageLimit(MAX_LIST_PAGE, DEFAULT_LIST_PAGE) }),
  status: 200,
  output: PolicyRevisionList,
  problems: ["invalid_cursor"],
  repeatable: true,
  example: { params: { agent: "weather-agent" }, output: { items: [] } },
});
