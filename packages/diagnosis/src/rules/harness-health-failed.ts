import type { Rule } from "./rule.ts";

const harness = { category: "harness_health_failed", nextAction: "rerun" } as const;
const facts = {
  reason: ["reason", "fail_reason", "detail", "redacted_detail", "error"],
  check: ["check", "probe", "endpoint"],
} as const;
const rootCause = [
  "The harness around the agent failed its health check {check}: {reason}.",
  "The harness around the agent failed its health check: {reason}.",
  "The harness around the agent failed its health check.",
] as const;

/** The harness around the agent did not come up, or stopped answering. */
export const harnessHealthFailedRules: readonly Rule[] = [
  {
    id: "harness.event",
    ...harness,
    matches: "an event of type `harness_health_failed` that the run did not get over",
    example: "harness_health_failed: GET /healthz: connection refused",
    match: { events: ["harness_health_failed"] },
    facts,
    rootCause,
    symptom: true,
  },
  {
    id: "harness.declared",
    ...harness,
    matches: "the runtime gives `harness_health_failed` as the reason",
    example: "run_failed: category harness_health_failed",
    match: { declared: ["harness_health_failed", "harness_unhealthy", "readiness_timeout"] },
    facts,
    rootCause,
    symptom: true,
  },
  {
    id: "harness.probe",
    ...harness,
    matches: "the runtime says that healthz or readyz does not answer, or that the harness did not start in time",
    example: "harness not ready after 30s: GET http://127.0.0.1:8090/readyz: context deadline exceeded",
    match: {
      text: /(?<problem>\b(?:harness|container|worker|sidecar)\b.{0,40}\b(?:not (?:ready|healthy)|unhealthy|did not (?:become (?:ready|healthy)|report (?:ready|healthy)|start|answer)|failed to (?:start|become ready)|start(?:up)? time(?:d )?out|health ?check(?:s)? failed|never became ready)\b.{0,120}|\/(?:healthz|readyz|livez)\b.{0,120}(?:refused|deadline exceeded|time(?:d )?out|5\d\d|EOF|reset|unhealthy|not ready)|\b(?:healthz|readyz|livez) (?:check |probe )?(?:failed|timed out|returned 5\d\d)|\btimed out waiting for (?:the )?(?:harness|worker|container|sidecar)\b.{0,80}|(?:health|readiness|liveness) (?:check|probe) (?:failed|timed out).{0,120})/i,
      hints: ["ready", "readiness", "health", "start", "Health", "Readiness", "Liveness", "livez"],
      voice: "setup",
    },
    rootCause: ["The harness around the agent did not come up or stopped answering: {problem}."],
  },
  {
    id: "harness.container",
    ...harness,
    nextAction: "ask_user",
    matches: "the runtime could not create or start the container (`create_container`, `start_container`)",
    example: "run_failed: fail_reason start_container, reason Error response from daemon: no space left on device",
    match: { declared: ["create_container", "start_container"] },
    facts: { reason: ["reason", "redacted_detail", "detail", "error"] },
    rootCause: [
      "The container of the harness could not be created or started: {reason}.",
      "The container of the harness could not be created or started; the runtime does not say why.",
    ],
    symptom: true,
  },
];
