import { quote, type TimelineEvent } from "@operator/contract";
import { integerOf, isFact, type RunEvent, textOf } from "../fold/event.ts";

type Payload = RunEvent["payload"];

function named(payload: Payload, ...fields: string[]): string | undefined {
  const text = fields.map((field) => textOf(payload, field)).find((value) => value !== undefined);
  return text === undefined ? undefined : quote(text);
}

function because(payload: Payload): string {
  const reason = named(payload, "reason", "fail_reason", "detail", "redacted_detail");
  return reason === undefined ? "." : `: ${reason}.`;
}

function egress(payload: Payload, decision: string): string {
  const method = named(payload, "method");
  const target = named(payload, "destination", "action") ?? "an unnamed destination";
  const rule = named(payload, "rule_id");
  return `Egress${method === undefined ? "" : ` ${method}`} to ${target} was ${decision}${rule === undefined ? "" : ` by rule ${rule}`}`;
}

function tool(payload: Payload): string {
  const server = named(payload, "mcp_server", "server");
  const name = named(payload, "tool", "tool_name") ?? "an unnamed tool";
  return server === undefined ? `MCP tool ${name}` : `MCP tool ${name} of server ${server}`;
}

function withCode(payload: Payload): string {
  const code = integerOf(payload, "exit_code");
  return code === undefined ? "" : ` with exit code ${code}`;
}

/** A sentence for the event types of the vocabulary; what came from the agent's side is quoted. */
const SENTENCES: Readonly<Record<string, (payload: Payload) => string>> = {
  run_start: (p) => `Run of ${named(p, "agent", "agent_name") ?? "an unnamed agent"} started.`,
  invoke_deployment_start: (p) => `Deployment of ${named(p, "agent", "agent_name") ?? "an unnamed agent"} started.`,
  worker_start: () => "Worker process started.",
  invoke: () => "Invocation started.",
  invoke_complete: () => "Invocation completed.",
  invoke_failed: (p) => `Invocation failed${because(p)}`,
  llm_result: (p) => `Model ${named(p, "model") ?? "(unnamed)"} answered.`,
  mcp_call: (p) => `${tool(p)} was called.`,
  mcp_tool_call: (p) => `${tool(p)} was called.`,
  mcp_denied: (p) => `${tool(p)} was denied${because(p)}`,
  mcp_tool_denied: (p) => `${tool(p)} was denied${because(p)}`,
  egress_allowed: (p) => `${egress(p, "allowed")}.`,
  egress_denied: (p) => `${egress(p, "denied")}${because(p)}`,
  policy_denied: (p) => `${egress(p, "denied")}${because(p)}`,
  secret_injected: (p) => `Credential ${named(p, "credential_id") ?? "(unnamed)"} was injected.`,
  secret_leased: (p) => `Credential ${named(p, "credential_id") ?? "(unnamed)"} was leased.`,
  budget_exceeded: (p) => `Budget exceeded${because(p)}`,
  failure_context: (p) => `Failure context${because(p)}`,
  trigger_auth_failed: (p) => `Trigger authentication failed${because(p)}`,
  harness_health_failed: (p) => `Harness health check failed${because(p)}`,
  progress: (p) => `Progress${because(p)}`,
  evidence_attached: (p) => `Evidence ${named(p, "name") ?? "(unnamed)"} was attached.`,
  run_complete: (p) => `Run completed${withCode(p)}.`,
  run_failed: (p) => `Run failed${withCode(p)}${because(p)}`,
  run_stop: (p) => `Run stopped as ${named(p, "status") ?? "(no status)"}${withCode(p)}${because(p)}`,
  run_cancelled: (p) => `Run cancelled${because(p)}`,
};

/** An event as the timeline shows it. What anybody but the runtime states is marked as that actor's claim. */
export function timelineEvent(event: RunEvent): TimelineEvent {
  const known = Object.hasOwn(SENTENCES, event.event_type) ? SENTENCES[event.event_type] : undefined;
  const sentence = known?.(event.payload) ?? `Event${because(event.payload)}`;
  return {
    timestamp: event.timestamp,
    event_type: event.event_type,
    audit_seq: event.seq,
    detail: isFact(event) ? sentence : `Claimed by ${quote(event.actor)}: ${sentence}`,
    evidence_refs: [{ type: "audit_seq", ref: String(event.seq) }],
  };
}
