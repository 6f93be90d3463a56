import type { JsonObject } from "@operator/contract";
import { clip, jsonLength } from "../text/clip.ts";

/** Payload fields that rules take facts from, those first that are worth most where there is little room. */
const FIELDS = [
  "reason",
  "credential_id",
  "credential",
  "destination",
  "limit",
  "max",
  "budget_limit",
  "observed",
  "used",
  "spent",
  "actual",
  "category",
  "kind",
  "budget",
  "rule_id",
  "span_id",
  "invoke_id",
  "mcp_server",
  "server",
  "tool",
  "tool_name",
  "trigger",
  "trigger_type",
  "trigger_id",
  "hook",
  "webhook",
  "path",
  "file",
  "field",
  "check",
  "probe",
  "endpoint",
  "url",
  "agent",
  "agent_name",
  "deployment_id",
  "target",
  "target_agent",
  "to",
  "detector",
  "finding",
  "rule",
  "fail_reason",
  "redacted_detail",
  "detail",
  "error",
  "stopped_by",
] as const;

const LONG: ReadonlySet<string> = new Set(["reason", "fail_reason", "redacted_detail", "detail", "error"]);
const MAX_LONG_BYTES = 180;
const MAX_SHORT_BYTES = 80;

/** The short texts and the numbers of a payload that a root cause may name, at most `maxBytes` together. */
export function statedOf(payload: JsonObject, maxBytes: number): Record<string, string> {
  const stated: Record<string, string> = {};
  let left = maxBytes;
  for (const field of FIELDS) {
    const value = Object.hasOwn(payload, field) ? payload[field] : undefined;
    if (typeof value !== "string" && typeof value !== "number") continue;
    const text = clip(
      String(value),
      Math.min(left - field.length - 8, LONG.has(field) ? MAX_LONG_BYTES : MAX_SHORT_BYTES),
    );
    if (text === "") continue;
    stated[field] = text;
    left -= field.length + 6 + jsonLength(text);
    if (left < 24) break;
  }
  return stated;
}
