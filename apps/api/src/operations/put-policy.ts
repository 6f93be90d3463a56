import type { Handler } from "../handler.ts";
import { preconditionOf } from "../middleware/preconditions.ts";
import { readDocument } from "../policies/read-document.ts";
import { isRefusal, refuse } from "../refusal.ts";
import { looksSecret } from "../safe-name.ts";
import { revisionAnswer } from "./revision-answer.ts";

/** Stores a policy document as the agent's next revision. */
export const putPolicy: Handler<"putPolicy"> = async ({ params, body, headers, caller }, ports) => {
  if (looksSecret(params.agent)) return refuse("secret_in_identifier", "The agent's name looks like a secret.");
  const precondition = preconditionOf(headers);
  if (isRefusal(precondition)) return precondition;
  const read = readDocument(body);
  if (isRefusal(read)) return read;
  const result = await ports.directories.putPolicy(caller.tenant, {
    agent: params.agent,
    document: body,
    digest: read.digest,
    documentDigest: read.documentDigest,
    createdBy: caller.principalId,
    ...precondition,
  });
  switch (result.kind) {
    case "stored":
      if (result.isNew) await ports.desks.supersede(caller.tenant, params.agent, result.revision.digest);
      return { body: revisionAnswer(result.revision), headers: { etag: `"${result.revision.digest}"` } };
    case "policy_changed":
      return refuse("policy_changed", "The agent's current policy has another digest than the request names.");
    case "tenant_not_found":
      throw new Error("a caller's tenant is not there");
  }
};
