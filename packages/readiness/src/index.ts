export { agentNameOf } from "./agent-yaml/agent-name.ts";
export { POLICY_FILE } from "./checks/project-policy.ts";
export type { Finding, Place } from "./finding.ts";
export { type ReadProject, readProject, type SentProject } from "./input/read-project.ts";
export type { ReadRefusal } from "./input/refusal.ts";
export type { Circumstances, Project } from "./project.ts";
export { redactProject } from "./redact-project.ts";
export { type Validation, validateProject } from "./validate.ts";
