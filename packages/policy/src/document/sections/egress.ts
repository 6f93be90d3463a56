import type { JsonValue } from "@operator/contract";
import * as z from "zod";
import type { EgressRule } from "../../policy.ts";
import type { FieldPath } from "../field-path.ts";
import { Duration, isToken, Line, Port, wholeNumber } from "../shapes/fields.ts";
import { readShape, type Shape } from "../shapes/read-shape.ts";
import { isJsonObject } from "../source/json-object.ts";
import { ascending, type Reading } from "./reading.ts";
import { readTarget } from "./target.ts";

const shape = {
  schema: z.strictObject({
    domain: z.string().optional(),
    cidr: z.string().optional(),
    ports: z.array(Port).optional(),
    methods: z.array(z.string()).optional(),
    allow_wildcard: z.boolean().optional(),
    allow_private: z.boolean().optional(),
    credential: Line.optional(),
    mcp_server_id: Line.optional(),
    timeout: Duration.optional(),
    retry: z
      .strictObject({
        max_attempts: wholeNumber(1).optional(),
        backoff: z.enum(["exponential", "linear", "fixed"]).optional(),
        max_backoff: Duration.optional(),
      })
      .optional(),
  }),
  required: [],
} satisfies Shape<z.ZodObject>;

/** The port of a rule that names none. */
const DEFAULT_PORTS = [443];

/** Reads one egress rule; undefined when it has no target that could be compared. */
export function readEgressRule(value: JsonValue, path: FieldPath, reading: Reading): EgressRule | undefined {
  const fields = readShape(shape, value, path, reading);
  if (fields === undefined || !isJsonObject(value)) return undefined;
  const target = readTarget(value, fields, path, reading);
  reading.mentionCredential(fields.credential, [...path, "credential"]);
  if (fields.mcp_server_id !== undefined) {
    reading.serverMentions.push({ name: fields.mcp_server_id, path: [...path, "mcp_server_id"] });
  }
  const ports = readPorts(fields.ports, [...path, "ports"], reading);
  const methods = readMethods(fields.methods, [...path, "methods"], reading);
  if (target === undefined) return undefined;
  const rule: EgressRule = { target, ports, methods, allow_private: fields.allow_private ?? false, transport: {} };
  if (fields.credential !== undefined) rule.credential = fields.credential;
  if (fields.mcp_server_id !== undefined) rule.mcp_server_id = fields.mcp_server_id;
  if (value.timeout !== undefined) rule.transport = { ...rule.transport, timeout: value.timeout };
  if (value.retry !== undefined) rule.transport = { ...rule.transport, retry: value.retry };
  return rule;
}

function readPorts(ports: readonly number[] | undefined, path: FieldPath, reading: Reading): number[] {
  reading.adviseRepeated(ports, path);
  if (ports?.length === 0)
    reading.advise("empty_ports", path, "An empty list means port 443, as if it were not there.");
  return ports === undefined || ports.length === 0 ? DEFAULT_PORTS : [...new Set(ports)].sort((a, b) => a - b);
}

function readMethods(methods: readonly string[] | undefined, path: FieldPath, reading: Reading): string[] {
  const upper = (methods ?? []).map((method) => method.toUpperCase());
  for (const [index, method] of (methods ?? []).entries()) {
    const at = [...path, index];
    // `*` is a token, but who writes it means something that it does not do.
    if (!isToken(method) || method.includes("*")) {
      reading.report("invalid_method", at, "Write an HTTP method, such as GET. For any method, leave `methods` out.");
    } else if (method !== upper[index]) {
      reading.advise("normalised_method", at, "Methods are compared in upper case. Write it so.");
    }
  }
  reading.adviseRepeated(upper, path);
  return ascending(upper);
}
