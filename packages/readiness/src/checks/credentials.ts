import { quote } from "@operator/contract";
import { redactText } from "@operator/redaction";
import { AGENT_FILE } from "../agent/read-agent.ts";
import type { Finding, Place } from "../finding.ts";
import { inspect } from "../inspection.ts";
import type { Project } from "../project.ts";
import { lineOf } from "../report.ts";
import { POLICY_FILE, placesOfRules, projectPolicy } from "./project-policy.ts";

const shown = (text: string): string => quote(redactText(text));

function missing(code: string, message: string, places: Place[]): Finding {
  return { code, severity: "blocking", category: "missing_secret_binding", message, nextAction: "set_secret", places };
}

/** The ids that the policy declares; `undefined` where it cannot be read, so that nothing can be said of them. */
function declaredIn(project: Project): string[] | undefined {
  const read = projectPolicy(project);
  if (read === undefined) return [];
  if (read.kind !== "valid") return undefined;
  return read.policy.credentials.map(({ id }) => id);
}

function unboundFindings(project: Project, declared: readonly string[]): Finding[] {
  const { boundCredentials } = project.circumstances;
  if (boundCredentials === undefined) return [];
  const bound = new Set(boundCredentials);
  const unbound = declared.flatMap((id, index) => (bound.has(id) ? [] : [{ id, rule: `credentials[${index}]` }]));
  const places = placesOfRules(
    project,
    unbound.map(({ rule }) => rule),
  );
  return unbound.map(({ id }, index) =>
    missing(
      "credential_not_bound",
      `The credential ${shown(id)} is declared and not bound: bind it.`,
      places.slice(index, index + 1),
    ),
  );
}

/**
 * Credentials that a run would lack: named by agent.yaml and not declared, or declared and not bound. What is bound is only
 * known when the caller says so. Credentials that the policy itself names and does not declare are the policy's mistakes.
 */
export function credentialFindings(project: Project): Finding[] {
  const declared = declaredIn(project);
  if (declared === undefined) return [];
  const { agent: reading } = inspect(project);
  const llm = reading.kind === "read" ? reading.agent.llm?.credential : undefined;
  const isUndeclared = llm !== undefined && !declared.includes(llm.value);
  const undeclared = isUndeclared
    ? [
        missing(
          "credential_undeclared",
          `The model's credential ${shown(llm.value)} is not declared in ${POLICY_FILE}: declare it, and bind it.`,
          [lineOf(AGENT_FILE, llm.line)],
        ),
      ]
    : [];
  return [...undeclared, ...unboundFindings(project, declared)];
}
