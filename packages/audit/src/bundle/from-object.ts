import type { JsonValue } from "@operator/contract";
import { canonicalJson } from "../canonical-json.ts";
import { isList, type ListName, MEMBERS, RECORD_FIELDS } from "./format.ts";

/**
 * A bundle that was parsed, written again as the lines that it was parsed from: one spelling is all that a bundle has, so
 * the seal still fits. What does not belong is written as well, where the reading of lines finds it.
 */

const HOSTED_FIELDS = ["tenant_id", "project_id", "region", "runtime_provider"];

/** An object that is no list, whatever its class: every realm has classes of its own. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Any value as JSON text; what is no JSON is written as something that no schema takes. */
function json(value: unknown): string {
  // Canonical JSON reads plain data only, and an undefined member as null; both are refused behind.
  return value === undefined ? "null" : canonicalJson(value as JsonValue);
}

/** An object with its members in this order, and others behind. */
function ordered(value: unknown, order: readonly string[], write: (name: string, value: unknown) => string): string {
  if (!isRecord(value)) return json(value);
  const names = [
    ...order.filter((name) => Object.hasOwn(value, name)),
    ...Object.keys(value).filter((name) => !order.includes(name)),
  ];
  return `{${names.map((name) => `${canonicalJson(name)}:${write(name, value[name])}`).join(",")}}`;
}

function recordText(record: unknown): string {
  return ordered(record, RECORD_FIELDS, (name, value) =>
    name === "hosted_context" ? ordered(value, HOSTED_FIELDS, (_, field) => json(field)) : json(value),
  );
}

function* segmentLines(segment: unknown): Generator<string> {
  if (!isRecord(segment) || !Array.isArray(segment.records)) {
    yield json(segment);
    return;
  }
  const { records, ...place } = segment;
  const start = json(place).slice(0, -1);
  yield `${start}${start === "{" ? "" : ","}"records":[\n`;
  for (const [index, record] of records.entries()) {
    yield `${recordText(record)}${index < records.length - 1 ? "," : ""}\n`;
  }
  yield "]}";
}

function* elementLines(name: ListName, element: unknown): Generator<string> {
  if (name === "segments") yield* segmentLines(element);
  else yield json(element);
}

/** The lines of a bundle that was parsed. */
export function* bundleLines(bundle: object): Generator<string> {
  if (!isRecord(bundle)) {
    yield `${json(bundle)}\n`;
    return;
  }
  const extra = Object.keys(bundle).filter((name) => !MEMBERS.some((member) => member === name));
  const names = [...MEMBERS.slice(0, -1).filter((name) => Object.hasOwn(bundle, name)), ...extra, "seal"];
  for (const [index, name] of names.entries()) {
    const value = bundle[name];
    const last = index === names.length - 1 ? "}\n" : ",\n";
    const start = `${index === 0 ? "{" : ""}${canonicalJson(name)}:`;
    const list = MEMBERS.find((member) => member === name);
    if (list === undefined || !isList(list) || !Array.isArray(value)) {
      yield `${start}${json(value)}${last}`;
      continue;
    }
    yield `${start}[\n`;
    for (const [at, element] of value.entries()) {
      yield* elementLines(list, element);
      yield at < value.length - 1 ? ",\n" : "\n";
    }
    yield `]${last}`;
  }
}
