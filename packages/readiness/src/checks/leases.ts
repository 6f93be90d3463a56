import { quote } from "@operator/contract";
import { locateRule, type Policy } from "@operator/policy";
import { redactText } from "@operator/redaction";
import type { Finding, Place } from "../finding.ts";
import type { Project } from "../project.ts";
import { POLICY_FILE, projectPolicy } from "./project-policy.ts";

/** What of a policy hands something over, so that people have to look at it before a run. */
interface Handoff {
  code: string;
  rule: string;
  message: string;
}

const shown = (text: string): string => quote(redactText(text));

function handoffsIn(policy: Policy): Handoff[] {
  const leases = policy.credentials.flatMap(({ id, type }, index): Handoff[] => {
    if (type !== "direct_lease") return [];
    const message = `The credential ${shown(id)} is leased to the agent itself, which can read it: propose the lease and have people confirm it.`;
    return [{ code: "direct_lease", rule: `credentials[${index}]`, message }];
  });
  const listeners = policy.ingress.map(({ path, port }, index): Handoff => {
    const message = `The agent listens on port ${port} at ${shown(path)}: propose the listener and have people confirm it.`;
    return { code: "exposed_listener", rule: `ingress[${index}]`, message };
  });
  return [...leases, ...listeners];
}

function placeOf(document: string, rule: string): Place {
  const found = locateRule(document, rule);
  return found === undefined
    ? { path: POLICY_FILE }
    : { path: POLICY_FILE, first: found.startLine, last: found.endLine };
}

/** Direct leases and listeners that nobody has looked at: the policy with them is not the one in force. */
export function leaseFindings(project: Project): Finding[] {
  const read = projectPolicy(project);
  if (read?.kind !== "valid" || project.circumstances.policyIsReviewed === true) return [];
  const document = project.files.get(POLICY_FILE) ?? "";
  return handoffsIn(read.policy).map(({ code, rule, message }) => ({
    code,
    severity: "blocking",
    category: "policy_validation_failed",
    message,
    nextAction: "review_handoff",
    places: [placeOf(document, rule)],
  }));
}
