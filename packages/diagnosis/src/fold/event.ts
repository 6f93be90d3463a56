import type { JsonObject, JsonValue } from "@operator/contract";

/** A stored event as the fold sees it: redacted, and in its place in the run's log. */
export interface RunEvent {
  /** Position in the run's audit log, from 1. */
  seq: number;
  /** The instant of `timestamp`, in milliseconds since 1970. */
  at: number;
  /** As the source wrote it, RFC 3339. */
  timestamp: string;
  event_type: string;
  actor: string;
  payload: JsonObject;
}

/** The actors of a runtime. What they state is fact; what anybody else states is a claim. Compared exactly. */
const RUNTIME_ACTORS: ReadonlySet<string> = new Set(["daemon", "gateway", "harness"]);

/** True when the event was stated by the runtime itself, so that a diagnosis may rest on it. */
export function isFact(event: { actor: string }): boolean {
  return RUNTIME_ACTORS.has(event.actor);
}

/** True for the name of an actor that only a runtime may speak for. */
export function isRuntimeActor(actor: string): boolean {
  return RUNTIME_ACTORS.has(actor);
}

/** The field as text, or `undefined` when it is absent, empty or something else. */
export function textOf(payload: JsonObject, field: string): string | undefined {
  const value: JsonValue | undefined = Object.hasOwn(payload, field) ? payload[field] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The field as a whole number, or `undefined`. */
export function integerOf(payload: JsonObject, field: string): number | undefined {
  const value: JsonValue | undefined = Object.hasOwn(payload, field) ? payload[field] : undefined;
  return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
}
