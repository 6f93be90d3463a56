export { agentNameOf } from "./agent/read-agent.ts";
export { POLICY_FILE } from "./checks/project-policy.ts";
export type { Finding, Place } from "./finding.ts";
export type { Circumstances, Project } from "./project.ts";
export { readProject, type SentProject } from "./read/read-project.ts";
export type { ReadProject, ReadRefusal } from "./read/refusal.ts";
export type { UnpackFault, Unpacking } from "./read/unpacking.ts";
export { redactedPath, redactProject } from "./redact/redact-project.ts";
export { type Validation, validateProject } from "./validate.ts";
