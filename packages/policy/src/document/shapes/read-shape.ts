import type { JsonValue } from "@operator/contract";
import type * as z from "zod";
import type { FieldPath } from "../field-path.ts";
import { isJsonObject } from "../source/json-object.ts";
import { type Findings, reportIssue } from "./report-issue.ts";

/** The fields of one object: each is optional in `schema`, so that the others are read although one is wrong. */
export interface Shape<S extends z.ZodObject> {
  schema: S;
  required: readonly string[];
}

/**
 * Reads one object. Every fault of its shape is reported; the result has the fields that are right, and is undefined
 * only when there is no object at all. An unknown or failed field takes no part in what is checked afterwards.
 */
export function readShape<S extends z.ZodObject>(
  shape: Shape<S>,
  value: JsonValue | undefined,
  path: FieldPath,
  findings: Findings,
): z.output<S> | undefined {
  const parsed = shape.schema.safeParse(value);
  if (!isJsonObject(value)) {
    if (parsed.error) for (const issue of parsed.error.issues) reportIssue(issue, value, path, shape.schema, findings);
    return undefined;
  }
  for (const field of shape.required) {
    if (!Object.hasOwn(value, field)) {
      const offset = findings.source.offset(path);
      findings.issues.error("missing_field", path, offset, `The field \`${field}\` is missing here.`);
    }
  }
  if (parsed.success) return parsed.data;
  const sound = new Map(Object.entries(value));
  for (const issue of parsed.error.issues) {
    reportIssue(issue, value, path, shape.schema, findings);
    if (issue.code === "unrecognized_keys" && issue.path.length === 0) for (const key of issue.keys) sound.delete(key);
    else sound.delete(String(issue.path[0]));
  }
  return shape.schema.safeParse(Object.fromEntries(sound)).data;
}
