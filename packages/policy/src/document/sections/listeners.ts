import type { JsonValue } from "@operator/contract";
import * as z from "zod";
import type { Hook, IngressRule } from "../../policy.ts";
import type { FieldPath } from "../field-path.ts";
import { HttpUrl, Line, Port } from "../shapes/fields.ts";
import { readShape, type Shape } from "../shapes/read-shape.ts";
import { isJsonObject } from "../source/json-object.ts";
import { type Reading, without } from "./reading.ts";

const ingress = {
  schema: z.strictObject({ path: Line.optional(), port: Port.optional() }),
  required: ["path"],
} satisfies Shape<z.ZodObject>;

/** The port of an ingress rule that names none. */
const DEFAULT_INGRESS_PORT = 7718;

export function readIngressRule(value: JsonValue, path: FieldPath, reading: Reading): IngressRule | undefined {
  const fields = readShape(ingress, value, path, reading);
  if (fields?.path === undefined) return undefined;
  if (!/^\/[^\s?#]*$/.test(fields.path)) {
    reading.report("invalid_text", [...path, "path"], "Write a path that starts with `/`, without query or blanks.");
  }
  return { path: fields.path, port: fields.port ?? DEFAULT_INGRESS_PORT };
}

const hook = {
  schema: z.strictObject({ name: Line.optional(), url: HttpUrl.optional(), secret: Line.optional() }),
  required: ["name", "url"],
} satisfies Shape<z.ZodObject>;

export function readHook(value: JsonValue, path: FieldPath, reading: Reading): Hook | undefined {
  const fields = readShape(hook, value, path, reading);
  if (fields?.name === undefined || !isJsonObject(value)) return undefined;
  const kept = without(value, "name");
  // It may be the name of a secret or the secret itself; nothing decides by it.
  return { name: fields.name, fields: "secret" in kept ? { ...kept, secret: "[REDACTED]" } : kept };
}
