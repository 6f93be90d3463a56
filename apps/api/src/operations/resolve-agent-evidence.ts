import { parseEvidenceRef } from "@operator/contract";
import { evidenceNotFound } from "../evidence/refusals.ts";
import { malformedRef } from "../evidence/resolve/malformed-ref.ts";
import { ruleIn } from "../evidence/resolve/rule-text.ts";
import { expectedOf } from "../evidence/resolve/verification.ts";
import type { Handler } from "../handler.ts";
import { policyNotFound } from "../policies/stored-policy.ts";
import { isRefusal } from "../refusal.ts";

/** What a ref of an answer about an agent's policy leads to. */
export const resolveAgentEvidence: Handler<"resolveAgentEvidence"> = async (request, ports) => {
  const { params, query, caller, ask } = request;
  const { agent, type, ref } = params;
  const which =
    query.revision === undefined
      ? ({ kind: "current" } as const)
      : ({ kind: "revision", revision: query.revision } as const);
  const row = await ports.directories.policy(caller.tenant, agent, which);
  if (row === undefined) return policyNotFound();
  const parsed = parseEvidenceRef({ type, ref });
  switch (parsed?.type) {
    case undefined:
      return malformedRef();
    case "policy_rule": {
      const rule = ruleIn(row, parsed.rule);
      return rule === undefined ? evidenceNotFound() : { body: { type: "policy_rule", agent, ref, rule } };
    }
    case "verification": {
      const found = await expectedOf(parsed.path, ask);
      return isRefusal(found) ? found : { body: { type: "verification", agent, ref, ...found } };
    }
    default:
      return evidenceNotFound();
  }
};
