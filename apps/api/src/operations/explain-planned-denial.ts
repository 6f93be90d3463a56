import { namedRefs, type PlannedAction, SCHEMA_VERSION } from "@operator/contract";
import { type Action, type CompiledPolicy, compilePolicy, explainAction } from "@operator/policy";
import type { Handler, OperationRequest } from "../handler.ts";
import { readDocument } from "../policies/read-document.ts";
import { findRevision, policyNotFound } from "../policies/stored-policy.ts";
import type { Ports } from "../ports.ts";
import { isRefusal, type Refusal, refuse } from "../refusal.ts";

function actionOf(planned: PlannedAction): Action {
  if ("mcp_server" in planned) return { kind: "tool", server: planned.mcp_server, tool: planned.tool };
  if ("ingress_path" in planned) {
    const { ingress_path: path, port } = planned;
    return { kind: "ingress", path, ...(port === undefined ? {} : { port }) };
  }
  const { host, port, method, credential } = planned;
  return {
    kind: "egress",
    host,
    port,
    ...(method === undefined ? {} : { method: method.toUpperCase() }),
    ...(credential === undefined ? {} : { credential }),
  };
}

async function policyOf(
  { body, caller }: OperationRequest<"explainPlannedDenial">,
  ports: Ports,
): Promise<{ compiled: CompiledPolicy; digest: string } | Refusal> {
  if (body.policy_yaml !== undefined) {
    const read = readDocument(body.policy_yaml);
    return isRefusal(read) ? read : { compiled: compilePolicy(read.policy), digest: read.digest };
  }
  const revision = await findRevision(caller.tenant, body.agent ?? "", { kind: "current" }, ports);
  return revision === undefined
    ? policyNotFound()
    : { compiled: revision.stored.compiled, digest: revision.row.digest };
}

/** The rule that would block an action, before any run. */
export const explainPlannedDenial: Handler<"explainPlannedDenial"> = async (request, ports) => {
  const policy = await policyOf(request, ports);
  if (isRefusal(policy)) return policy;
  const explained = explainAction(policy.compiled, policy.digest, actionOf(request.body.action));
  if (explained === undefined) return refuse("action_allowed", "The policy allows this action.");
  const { rules, ...answer } = explained;
  // A policy that came with the request is stored nowhere: a ref into it would lead nowhere.
  const refs = request.body.agent === undefined ? [] : namedRefs("policy_rule", rules);
  return {
    body: {
      schema_version: SCHEMA_VERSION,
      ...answer,
      ...(refs.length === 0 ? {} : { evidence_refs: refs }),
      next_action: "review_policy_patch",
    },
  };
};
