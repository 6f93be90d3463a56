import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";
import { agentYamlFindings } from "./agent-yaml.ts";
import { dashboardFindings, dockerFindings, packageVerificationFindings } from "./circumstances.ts";
import { credentialFindings } from "./credentials.ts";
import { boundedDependencyFindings } from "./dependencies.ts";
import { entryFindings } from "./entry.ts";
import { leaseFindings } from "./leases.ts";
import { llmFindings } from "./llm.ts";
import { policyFindings } from "./policy.ts";
import { runtimeFindings } from "./runtime.ts";
import { secretFindings } from "./secrets.ts";

/** Looks at a project for one kind of problem. Every check looks at every project: none hides what another finds. */
export type Check = (project: Project) => Finding[];

/**
 * The checks, in the order in which their findings are worth fixing: a secret is out already; then what says what the
 * project is; then what it may do and needs; then what has to be looked at by people; then the machine around it.
 */
export const checks: readonly Check[] = [
  secretFindings,
  agentYamlFindings,
  runtimeFindings,
  entryFindings,
  llmFindings,
  boundedDependencyFindings,
  policyFindings,
  credentialFindings,
  leaseFindings,
  packageVerificationFindings,
  dockerFindings,
  dashboardFindings,
];
