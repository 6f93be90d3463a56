import { isRuntimeActor, type JsonObject, type JsonValue } from "@operator/contract";

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

/** True when the event was stated by the runtime itself, so that a diagnosis may rest on it; else it is a claim. */
export function isFact(event: { actor: string }): boolean {
  return isRuntimeActor(event.actor);
}

function fieldOf(payload: JsonObject, field: string): JsonValue | undefined {
  return Object.hasOwn(payload, field) ? payload[field] : undefined;
}

/** The field as text, or `undefined` when it is absent, empty or something else. */
export function textOf(payload: JsonObject, field: string): string | undefined {
  const value = fieldOf(payload, field);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The first of the fields that holds text. */
export function firstTextOf(payload: JsonObject, fields: readonly string[]): string | undefined {
  for (const field of fields) {
    const text = textOf(payload, field);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The field as a whole number, or `undefined`. */
export function integerOf(payload: JsonObject, field: string): number | undefined {
  const value = fieldOf(payload, field);
  return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
}

/** The field as an object, or `undefined`. */
export function objectOf(payload: JsonObject, field: string): JsonObject | undefined {
  const value = fieldOf(payload, field);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
}
