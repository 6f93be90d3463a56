import type { JsonObject, JsonValue } from "@operator/contract";
import * as z from "zod";
import type { Credential } from "../../policy.ts";
import type { FieldPath } from "../field-path.ts";
import { HeaderName, HeaderText, HttpsUrl, Line } from "../shapes/fields.ts";
import { readShape, type Shape } from "../shapes/read-shape.ts";
import { isJsonObject } from "../source/json-object.ts";
import { type Reading, without } from "./reading.ts";

const common = { id: Line.optional(), type: z.string().optional() };

/** The fields of each type of credential. Source: the policy reference of AgentPaaS. */
const SHAPES = {
  header: {
    schema: z.strictObject({ ...common, header: HeaderName.optional(), value: HeaderText.optional() }),
    required: ["id", "header"],
  },
  brokered: {
    schema: z.strictObject({ ...common, service: Line.optional() }),
    required: ["id", "service"],
  },
  file: {
    schema: z.strictObject({ ...common, path: Line.optional() }),
    required: ["id", "path"],
  },
  oauth: {
    schema: z.strictObject({
      ...common,
      token_endpoint: HttpsUrl.optional(),
      client_id: Line.optional(),
      refresh_token_credential: Line.optional(),
    }),
    required: ["id", "token_endpoint", "client_id", "refresh_token_credential"],
  },
  direct_lease: {
    schema: z.strictObject({ ...common, mode: z.string().optional(), path: Line.optional(), reason: Line.optional() }),
    required: ["id", "mode", "path", "reason"],
  },
} satisfies Record<Credential["type"], Shape<z.ZodObject>>;

const Type = z.enum(["header", "brokered", "file", "oauth", "direct_lease"]);
/** What is read of a credential whose type is not known. */
const Typed = { schema: z.looseObject({ id: Line.optional(), type: Type.optional() }), required: ["id", "type"] };

/** What a header credential must not carry: a query would leave in logs, the others change what is sent. */
const FORBIDDEN_IN_HEADER = /[?&]|content-type|content-disposition/i;

/** Stands for a value that a policy may hold and that nobody needs to see. */
const REDACTED = "[REDACTED]";

/** Reads one credential; undefined when it has no id or no type. */
export function readCredential(value: JsonValue, path: FieldPath, reading: Reading): Credential | undefined {
  const type = isJsonObject(value) ? Type.safeParse(value.type).data : undefined;
  if (type === undefined || !isJsonObject(value)) {
    readShape(Typed, value, path, reading);
    return undefined;
  }
  const shape: Shape<z.ZodObject> = SHAPES[type];
  const fields = readShape(shape, value, path, reading);
  if (type === "header") checkHeader(value, path, reading);
  if (type === "direct_lease") checkLease(value, path, reading);
  if (type === "oauth" && typeof fields?.refresh_token_credential === "string") {
    reading.mentionCredential(fields.refresh_token_credential, [...path, "refresh_token_credential"]);
  }
  if (typeof fields?.id !== "string") return undefined;
  const kept = without(value, "id", "type");
  return { id: fields.id, type, fields: type === "header" && "value" in kept ? { ...kept, value: REDACTED } : kept };
}

function checkHeader(value: JsonObject, path: FieldPath, reading: Reading): void {
  for (const field of ["header", "value"]) {
    const text = value[field];
    if (typeof text !== "string" || !FORBIDDEN_IN_HEADER.test(text)) continue;
    const message = "A header credential holds no `?`, no `&`, and neither content-type nor content-disposition.";
    reading.report("invalid_header", [...path, field], message);
  }
}

function checkLease(value: JsonObject, path: FieldPath, reading: Reading): void {
  const { mode } = value;
  const at = [...path, "mode"];
  if (mode === "env") {
    const message = "A lease into the environment is refused: every child process could read it. Write mode: file.";
    reading.report("lease_mode_env", at, message);
  } else if (typeof mode === "string" && mode !== "file") reading.report("invalid_value", at, "Write one of: file.");
}

/** Credentials that nothing uses and that only a use makes meaningful: header and brokered ones. */
export function adviseUnused(
  credentials: readonly { read: Credential; path: FieldPath }[],
  used: ReadonlySet<string>,
  reading: Reading,
): void {
  for (const { read: credential, path } of credentials) {
    if ((credential.type === "header" || credential.type === "brokered") && !used.has(credential.id))
      reading.advise("unused_credential", path, "No rule uses this credential. Name it in one, or remove it.");
  }
}
