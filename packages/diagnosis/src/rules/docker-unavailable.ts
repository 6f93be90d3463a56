import type { Rule } from "./rule.ts";

/** The Docker daemon does not run or cannot be reached. */
export const dockerUnavailableRules: readonly Rule[] = [
  {
    id: "docker.declared",
    category: "docker_unavailable",
    nextAction: "start_docker",
    match: { declared: ["docker_unavailable", "docker_runtime_unavailable"] },
    facts: { reason: ["reason", "redacted_detail"] },
    rootCause: "The Docker daemon does not run or cannot be reached: {reason}.",
    otherwise: "The Docker daemon does not run or cannot be reached.",
  },
  {
    id: "docker.daemon_unreachable",
    category: "docker_unavailable",
    nextAction: "start_docker",
    match: { text: /\bCannot connect to the Docker daemon\b/ },
    rootCause: "The Docker daemon does not run or cannot be reached.",
  },
];
