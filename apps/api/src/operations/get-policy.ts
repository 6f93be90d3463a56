import { readPolicy } from "@operator/policy";
import type { Handler } from "../handler.ts";
import { policyNotFound } from "../policies/stored-policy.ts";
import { revisionAnswer } from "./revision-answer.ts";

/** The agent's current policy, or an earlier revision. */
export const getPolicy: Handler<"getPolicy"> = async ({ params, query, caller }, ports) => {
  const which =
    query.revision === undefined
      ? ({ kind: "current" } as const)
      : ({ kind: "revision", revision: query.revision } as const);
  const row = await ports.directories.policy(caller.tenant, params.agent, which);
  if (row === undefined) return policyNotFound();
  const { advisories } = readPolicy(row.document);
  return {
    body: { ...revisionAnswer(row), policy_yaml: row.document, advisories },
    headers: { etag: `"${row.digest}"` },
  };
};
