import type { Rule } from "./rule.ts";

const dashboard = { category: "dashboard_unavailable", nextAction: "ask_user" } as const;
const facts = {
  endpoint: ["endpoint", "url", "destination"],
  reason: ["reason", "redacted_detail", "detail", "error"],
} as const;
const rootCause = [
  "The dashboard or telemetry endpoint {endpoint} cannot be reached: {reason}.",
  "The dashboard or telemetry endpoint cannot be reached: {reason}.",
  "The dashboard or telemetry endpoint {endpoint} cannot be reached.",
  "The dashboard or telemetry endpoint cannot be reached.",
] as const;

/** The dashboard or the OpenTelemetry endpoint cannot be reached. */
export const dashboardUnavailableRules: readonly Rule[] = [
  {
    id: "dashboard.declared",
    ...dashboard,
    matches: "the runtime gives `dashboard_unavailable` as the reason",
    example: "run_failed: category dashboard_unavailable",
    match: { declared: ["dashboard_unavailable", "otel_unavailable"] },
    facts,
    rootCause,
    symptom: true,
  },
  {
    id: "dashboard.event",
    ...dashboard,
    matches: "an event of type `dashboard_unavailable` that the run did not get over",
    example: "dashboard_unavailable: dial tcp 127.0.0.1:4318: connect: connection refused",
    match: { events: ["dashboard_unavailable"] },
    facts,
    rootCause,
    symptom: true,
  },
  {
    id: "dashboard.reason",
    ...dashboard,
    matches: "the runtime says that the dashboard or the telemetry collector does not answer",
    example: "dashboard not reachable at http://127.0.0.1:7718: connection refused",
    match: {
      text: /\b(?<problem>(?:dashboard|otel|otlp|opentelemetry|telemetry|collector)\b.{0,80}(?:not reachable|unreachable|unavailable|connection refused|refused the connection|did(?: not|n't) answer|timed out|deadline exceeded|no such host|not responding).{0,120}|(?:cannot|could not|failed to|unable to) (?:reach|connect to|contact) (?:the )?(?:dashboard|otel|otlp|opentelemetry|telemetry|collector)\b.{0,120})/i,
      hints: ["ashboard", "tel", "OTLP", "OTel", "ollector"],
      voice: "setup",
    },
    rootCause: ["The dashboard or telemetry endpoint cannot be reached: {problem}."],
  },
  {
    id: "dashboard.exporter",
    ...dashboard,
    matches: "an OpenTelemetry exporter cannot deliver, and nothing else went wrong",
    example: "Failed to export traces to localhost:4317, error code: StatusCode.UNAVAILABLE",
    match: {
      text: /(?:Failed to export (?:traces|spans|metrics|logs|span batch|batch)(?: to (?<endpoint>[\w.:/-]{1,120}))?|encountered while exporting (?:traces|metrics|logs|span batch|metrics batch|logs batch)(?: to (?<endpoint2>[\w.:/-]{1,120}))?|traces export: |Exception while exporting (?:Span|metrics|logs)|OTLPExporterError|ECONNREFUSED \S{1,60}:431[78]\b|port=431[78]\b)/,
      hints: ["xport", "431"],
      voice: "error_output",
      weak: true,
    },
    rootCause: [
      "The telemetry endpoint {endpoint} cannot be reached, and nothing else is known to have failed.",
      "The telemetry endpoint cannot be reached, and nothing else is known to have failed.",
    ],
  },
];
