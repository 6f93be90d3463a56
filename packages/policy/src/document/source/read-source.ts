import type { JsonValue } from "@operator/contract";
import { type Document, isNode, type Node } from "yaml";
import type { FieldPath } from "../field-path.ts";
import type { IssueLog } from "../policy-issue.ts";
import { checkCharacters } from "./characters.ts";
import { compose } from "./compose.ts";
import { type Places, sourceValue, startOf } from "./source-values.ts";
import { readTokens } from "./tokens.ts";

/** A document as plain values, each with its place in the text. */
export interface Source {
  value: JsonValue;
  /** The offset of a value, or with `"key"` of the name of its field; the nearest one around it that has a place. */
  offset(path: FieldPath, at?: "key" | "value"): number;
}

/**
 * Reads YAML strictly. What is wrong goes to `issues`; nothing is returned when the text has no structure that the rest
 * of a reading could be about.
 */
export function readSource(text: string, issues: IssueLog): Source | undefined {
  checkCharacters(text, issues);
  const document = readDocument(text, issues);
  if (document === undefined) return undefined;
  const { contents } = document;
  if (!isNode(contents) || contents.range?.[0] === contents.range?.[1]) {
    issues.error("empty_document", [], 0, 'The document is empty. A policy has at least `version: "1"`.');
    return undefined;
  }
  const places: Places = new Map();
  const value = sourceValue(contents, places, issues);
  return { value, offset: (path, at = "value") => offsetIn(places, contents, value, path, at) };
}

/** The nodes of the one document of a text. */
export function readDocument(text: string, issues: IssueLog): Document.Parsed | undefined {
  const syntax = readTokens(text);
  if (syntax.kind === "read") return compose(syntax.tokens, issues);
  const message = "The document nests too deeply from here on. A policy needs five levels.";
  issues.error("nesting_too_deep", [], syntax.offset, message);
  return undefined;
}

function offsetIn(places: Places, contents: Node, root: JsonValue, path: FieldPath, at: "key" | "value"): number {
  let value: JsonValue | undefined = root;
  let place = { key: startOf(contents), value: startOf(contents) };
  for (const step of path) {
    const inside = typeof value === "object" && value !== null ? places.get(value)?.get(step) : undefined;
    if (inside === undefined) return place.value;
    place = inside;
    value = childOf(value, step);
  }
  return place[at];
}

function childOf(value: JsonValue | undefined, step: string | number): JsonValue | undefined {
  if (Array.isArray(value)) return typeof step === "number" ? value[step] : undefined;
  return typeof value === "object" && value !== null && Object.hasOwn(value, step) ? value[step] : undefined;
}
