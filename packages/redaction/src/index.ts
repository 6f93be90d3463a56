export type { JsonValue } from "./json-value.ts";
export { redactText, redactTextWithReport } from "./redact-text.ts";
export { redactValue, redactValueWithReport } from "./redact-value.ts";
export { REDACTED } from "./replacement.ts";
export type { RedactionReport } from "./report.ts";
