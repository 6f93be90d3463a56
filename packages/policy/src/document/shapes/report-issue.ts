import type { JsonValue, PolicyIssueCode } from "@operator/contract";
import * as z from "zod";
import { type FieldPath, isPlainName } from "../field-path.ts";
import type { IssueLog } from "../policy-issue.ts";
import { valueAt } from "../source/json-object.ts";
import type { Source } from "../source/read-source.ts";
import { suggestField } from "./suggest.ts";

/** The document's values with their places, and where what is found goes. */
export interface Findings {
  source: Source;
  issues: IssueLog;
}

type Fault = z.core.$ZodIssue;

const WORDS: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "an object with fields",
  record: "an object with fields",
  string: "text",
};

/** Turns what a schema found into issues of ours, each at the place of the text that it is about. */
export function reportIssue(
  fault: Fault,
  value: JsonValue | undefined,
  base: FieldPath,
  schema: z.ZodType,
  { source, issues }: Findings,
): void {
  const path = [...base, ...fault.path.filter((step) => typeof step !== "symbol")];
  switch (fault.code) {
    case "unrecognized_keys":
      for (const key of fault.keys) {
        const at = source.offset([...path, key], "key");
        issues.error(
          "unknown_field",
          isPlainName(key) ? [...path, key] : path,
          at,
          unknownField(key, issues.isCrowded ? [] : fieldsAt(schema, fault.path)),
        );
      }
      return;
    case "invalid_type": {
      const found = valueAt(value, fault.path);
      const field = path.at(-1);
      if (found === undefined && typeof field === "string") {
        const outer = path.slice(0, -1);
        issues.error("missing_field", outer, source.offset(outer), `The field \`${field}\` is missing here.`);
        return;
      }
      const scalar = fault.expected === "array" && typeof found !== "object";
      issues.error(scalar ? "not_a_list" : "wrong_type", path, source.offset(path), wrongType(fault.expected, found));
      return;
    }
    case "invalid_value":
      issues.error("invalid_value", path, source.offset(path), `Write one of: ${fault.values.map(String).join(", ")}.`);
      return;
    case "custom":
      issues.error(codeOf(fault.params), path, source.offset(path), fault.message);
      return;
    case "invalid_key": {
      // The names in an object of headers or variables are values of the document too.
      const [inner] = fault.issues;
      const right = inner?.code === "custom" ? inner : undefined;
      const at = source.offset(path, "key");
      issues.error(codeOf(right?.params), path.slice(0, -1), at, right?.message ?? "There cannot be such a name here.");
      return;
    }
    default:
      issues.error("invalid_value", path, source.offset(path), "This value cannot stand here.");
  }
}

/** The names of the fields that the schema knows at a path. */
function fieldsAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let inner: unknown = schema;
  for (const step of path) {
    inner = withoutOptional(inner);
    if (inner instanceof z.ZodObject) inner = inner.shape[String(step)];
    else if (inner instanceof z.ZodArray) inner = inner.element;
  }
  inner = withoutOptional(inner);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function withoutOptional(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? schema.unwrap() : schema;
}

function unknownField(key: string, fields: readonly string[]): string {
  const named = isPlainName(key) ? `There is no field \`${key}\` here.` : "There is no such field here.";
  const meant = suggestField(key, fields);
  if (meant !== undefined) return `${named} Did you mean \`${meant}\`?`;
  return fields.length === 0 ? named : `${named} Known are: ${fields.join(", ")}.`;
}

function wrongType(expected: string, found: JsonValue | undefined): string {
  const right = WORDS[expected] ?? "another kind of value";
  if (found === null || found === undefined) return `There is no value here. Write ${right}, or remove the field.`;
  if (expected === "array" && typeof found !== "object") return "Write a list, even of one: `[` value `]`.";
  if (expected === "string" && typeof found !== "object") return "This must be text. Put it in quotes.";
  if (expected === "number" && typeof found === "string") return "This must be a number. Write it without quotes.";
  if (expected === "boolean") return "Write true or false, without quotes.";
  return `This must be ${right}.`;
}

const Params = z.object({ code: z.custom<PolicyIssueCode>((code) => typeof code === "string") });

function codeOf(params: unknown): PolicyIssueCode {
  return Params.safeParse(params).data?.code ?? "invalid_value";
}
