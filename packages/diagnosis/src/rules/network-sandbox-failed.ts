import type { Rule } from "./rule.ts";

const network = { category: "network_sandbox_failed", nextAction: "rerun" } as const;
const facts = { reason: ["reason", "redacted_detail", "detail", "error"] } as const;
const rootCause = [
  "The network sandbox of the run failed: {reason}.",
  "The network sandbox of the run failed; the runtime does not say how.",
] as const;

/** The network sandbox around the agent failed: no policy denied anything, and no host refused anything. */
export const networkSandboxFailedRules: readonly Rule[] = [
  {
    id: "network.declared",
    ...network,
    matches: "the runtime gives `network_sandbox_failed` as the reason",
    example: "run_failed: category network_sandbox_failed, reason egress proxy did not start",
    match: { declared: ["network_sandbox_failed"] },
    facts,
    rootCause,
    symptom: true,
    connection: true,
  },
  {
    id: "network.create",
    ...network,
    matches: "the runtime could not create the networks of the run (`create_network`, `create_egress_network`)",
    example: "run_failed: fail_reason create_egress_network",
    match: { declared: ["create_network", "create_egress_network"] },
    facts,
    rootCause: [
      "The network sandbox of the run could not be created: {reason}.",
      "The network sandbox of the run could not be created.",
    ],
    symptom: true,
  },
  {
    id: "network.event",
    ...network,
    matches: "an event of type `network_sandbox_failed`",
    example: "network_sandbox_failed: sidecar proxy exited",
    match: { events: ["network_sandbox_failed"] },
    facts,
    rootCause,
    symptom: true,
    connection: true,
  },
  {
    id: "network.address_pool",
    category: "network_sandbox_failed",
    nextAction: "ask_user",
    matches: "Docker has no free address range for another network",
    example:
      "Error response from daemon: could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network",
    match: {
      text: /could not find an available, non-overlapping IPv4 address pool|all predefined address pools have been fully subnetted/,
      hints: ["address pool"],
      voice: "setup",
    },
    rootCause: ["Docker has no free address range for the run's network: unused networks must be removed."],
  },
  {
    id: "network.docker_network",
    ...network,
    matches: "Docker cannot create or attach the run's network",
    example: "failed to create network agentpaas-egress: Error response from daemon: network with name already exists",
    match: {
      text: /\b(?<problem>(?:failed to|could not|cannot) (?:create|attach|connect|set ?up) (?:the )?(?:container to )?(?:[\w-]{1,60} ){0,2}network\b.{0,160})/i,
      hints: ["network"],
      voice: "setup",
    },
    rootCause: ["The network sandbox of the run could not be set up: {problem}."],
  },
];
