import { quote } from "@operator/contract";
import type { Policy } from "@operator/policy";
import { redactText } from "@operator/redaction";
import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";
import { placesOfRules, projectPolicy } from "./project-policy.ts";

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

/** Direct leases and listeners that nobody has looked at: the policy with them is not the one in force. */
export function leaseFindings(project: Project): Finding[] {
  const read = projectPolicy(project);
  if (read?.kind !== "valid" || project.circumstances.policyIsReviewed === true) return [];
  const handoffs = handoffsIn(read.policy);
  const places = placesOfRules(
    project,
    handoffs.map(({ rule }) => rule),
  );
  return handoffs.map(({ code, message }, index) => ({
    code,
    severity: "blocking",
    category: "policy_validation_failed",
    message,
    nextAction: "review_handoff",
    places: places.slice(index, index + 1),
  }));
}
