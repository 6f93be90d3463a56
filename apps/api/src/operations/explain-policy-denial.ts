import { auditRefs, namedRefs, runRef, SCHEMA_VERSION, verificationRef } from "@operator/contract";
import { type Action, explainObserved, placeOf } from "@operator/policy";
import type { Handler } from "../handler.ts";
import { policyInForce } from "../policies/in-force.ts";
import { refuse, runNotFound } from "../refusal.ts";

/** Query strings that a command in a ref has room for. */
const MAX_QUERY_CHARS = 300;

/** Where the same denial is asked for: by the place of the stored action, not in the words of the request. */
function pathOf(runId: string, action: Action | undefined): string {
  const path = `/v1/runs/${runId}/denial`;
  if (action === undefined) return path;
  // What is left unescaped must mean nothing to a shell.
  const place = encodeURIComponent(placeOf(action)).replace(
    /[!'()*~]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  );
  return place.length > MAX_QUERY_CHARS ? path : `${path}?destination=${place}`;
}

/** The rule that blocked an action of a run. */
export const explainPolicyDenial: Handler<"explainPolicyDenial"> = async ({ params, query, caller }, ports) => {
  const found = await ports.runs.denial(caller.tenant, params.run_id, query.destination);
  if (found.kind === "run_not_found") return runNotFound();
  if (found.kind === "run_has_no_denial") {
    const to = query.destination === undefined ? "" : " to this destination";
    return refuse("run_has_no_denial", `The runtime has stated no denial${to} in this run.`);
  }
  const { rules, ...answer } = explainObserved(found.denial, await policyInForce(caller.tenant, found, ports));
  const refs = [
    ...auditRefs([found.denial]),
    ...namedRefs("policy_rule", rules),
    runRef(params.run_id),
    verificationRef(
      pathOf(params.run_id, query.destination === undefined ? undefined : found.denial.action),
      "asks for the same denial again",
    ),
  ];
  return {
    body: {
      schema_version: SCHEMA_VERSION,
      run_id: params.run_id,
      ...answer,
      evidence_refs: refs,
      next_action: "review_policy_patch",
    },
  };
};
