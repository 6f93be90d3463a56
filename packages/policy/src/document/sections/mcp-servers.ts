import type { JsonValue } from "@operator/contract";
import * as z from "zod";
import type { McpServer } from "../../policy.ts";
import type { FieldPath } from "../field-path.ts";
import { Environment, Headers, HttpUrl, Line } from "../shapes/fields.ts";
import { readShape, type Shape } from "../shapes/read-shape.ts";
import { isJsonObject } from "../source/json-object.ts";
import { ascending, type Reading, without } from "./reading.ts";

const shape = {
  schema: z.strictObject({
    name: Line.optional(),
    url: HttpUrl.optional(),
    headers: Headers.optional(),
    transport: z.enum(["http", "stdio"]).optional(),
    command: Line.optional(),
    args: z.array(z.string()).optional(),
    endpoint: Line.optional(),
    allowed_tools: z.array(Line).optional(),
    denied_tools: z.array(Line).optional(),
    env: Environment.optional(),
    auth_mode: Line.optional(),
    // What it names is the runtime's to know: kept as it is.
    egress_binding: Line.optional(),
  }),
  required: ["name"],
} satisfies Shape<z.ZodObject>;

/** Reads one MCP server; undefined when it has no name. */
export function readMcpServer(value: JsonValue, path: FieldPath, reading: Reading): McpServer | undefined {
  const fields = readShape(shape, value, path, reading);
  if (fields === undefined || !isJsonObject(value)) return undefined;
  if (fields.transport === "stdio" && !Object.hasOwn(value, "command")) {
    reading.report("missing_field", path, "The transport stdio needs `command`.");
  }
  if (fields.transport === "http" && !Object.hasOwn(value, "url") && !Object.hasOwn(value, "endpoint")) {
    reading.report("missing_field", path, "The transport http needs `url`.");
  }
  reading.adviseRepeated(fields.allowed_tools, [...path, "allowed_tools"]);
  reading.adviseRepeated(fields.denied_tools, [...path, "denied_tools"]);
  const denied = new Set(fields.denied_tools);
  for (const [index, tool] of (fields.allowed_tools ?? []).entries()) {
    if (denied.has(tool)) {
      const message = "This tool is in `denied_tools` too, which wins. Remove it from one of the lists.";
      reading.advise("denied_tool_wins", [...path, "allowed_tools", index], message);
    }
  }
  if (fields.name === undefined) return undefined;
  return {
    name: fields.name,
    allowed_tools: ascending(fields.allowed_tools),
    denied_tools: ascending(fields.denied_tools),
    fields: without(value, "name", "allowed_tools", "denied_tools"),
  };
}
