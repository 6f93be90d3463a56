import { limits, type PolicyIssue, type ProblemCode, type ProblemError } from "@operator/contract";
import { type Policy, policyDigest, readPolicy } from "@operator/policy";
import { redactText } from "@operator/redaction";
import { documentDigest } from "../adapters/digest.ts";
import { sha256 } from "../adapters/sha256.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { secretIssues } from "./secret-issues.ts";

/** A document that may be stored. */
export interface ReadDocument {
  policy: Policy;
  digest: string;
  documentDigest: string;
  advisories: PolicyIssue[];
}

/** A problem names fields of the document, and a name may be a secret that slipped into the wrong column. */
function listed({ path, message, ...place }: PolicyIssue): ProblemError {
  const words = redactText(message);
  return { ...place, path: redactText(path), message: words, detail: words };
}

/** Problems of a document as a refusal lists them. */
export function documentRefusal(
  code: Extract<ProblemCode, "invalid_policy" | "invalid_candidate">,
  detail: string,
  issues: readonly PolicyIssue[],
): Refusal {
  return refuse(code, detail, { errors: issues.map(listed) });
}

/** Reads a policy document, and refuses it with all its problems. Nothing of it is stored or shown before. */
export function readDocument(text: string): ReadDocument | Refusal {
  const read = readPolicy(text);
  const errors = [
    ...(read.kind === "invalid" ? read.errors : []),
    ...(text.length > limits.MAX_POLICY_BYTES ? [] : secretIssues(text)),
  ];
  if (read.kind === "invalid" || errors.length > 0) {
    return documentRefusal(
      "invalid_policy",
      "The policy document is not valid; `errors` lists every problem of it.",
      errors,
    );
  }
  const { policy, advisories } = read;
  return { policy, digest: policyDigest(policy, sha256), documentDigest: documentDigest(text), advisories };
}
