import { allErrorCategories } from "@operator/contract";

/**
 * What the fold does with an event of the runtime, by its type. Types that are not here only count as events.
 *
 * - `start`: the run begins. `worker`: a sign that the agent's own code runs. `invoke`: such a sign that is counted.
 * - `success`: an invocation completed. `answer`: a host answered, maybe with a status.
 * - `credential`: the gateway used a credential. `denial`: a policy denied something.
 * - `incident`: a failure by its type. `failure`: an invocation failed. `ending`: the run ended.
 * - `attachment`: evidence was attached, which tells of a failure that other events state.
 */
export type EventKind =
  | "start"
  | "worker"
  | "invoke"
  | "success"
  | "answer"
  | "credential"
  | "denial"
  | "incident"
  | "failure"
  | "ending"
  | "attachment";

const KINDS: readonly (readonly [EventKind, readonly string[]])[] = [
  ["start", ["run_start", "invoke_deployment_start"]],
  ["worker", ["worker_start", "llm_result", "mcp_call", "mcp_tool_call", "progress"]],
  ["invoke", ["invoke"]],
  ["success", ["invoke_complete"]],
  ["answer", ["egress_allowed"]],
  ["credential", ["secret_injected", "secret_leased"]],
  ["denial", ["egress_denied", "policy_denied", "mcp_denied", "mcp_tool_denied"]],
  // A category of the contract as an event type says that this is what failed.
  ["incident", allErrorCategories().filter((category) => category !== "policy_denied")],
  ["incident", ["harness_audit_chain_broken", "immutable_violation"]],
  ["incident", ["handoff_requested", "handoff_trigger", "local_handoff"]],
  ["failure", ["failure_context", "invoke_failed"]],
  ["ending", ["run_complete", "run_failed", "run_stop", "run_cancelled"]],
  ["attachment", ["evidence_attached"]],
];

export const EVENT_KINDS: ReadonlyMap<string, EventKind> = new Map(
  KINDS.flatMap(([kind, types]) => types.map((type) => [type, kind] as const)),
);
