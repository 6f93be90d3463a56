import type { JsonValue } from "@operator/contract";
import * as z from "zod";
import type { FieldPath } from "../field-path.ts";
import { DecimalText, HeaderName, Headers, HttpsUrl, Line, Text, wholeNumber } from "../shapes/fields.ts";
import { readShape, type Shape } from "../shapes/read-shape.ts";
import { isJsonObject } from "../source/json-object.ts";
import type { Reading } from "./reading.ts";

type AnyShape = Shape<z.ZodObject>;

/** Sections whose shape is all that is to be checked. */
const SHAPES = {
  llm_budget: {
    schema: z.strictObject({
      max_tokens: wholeNumber(0).optional(),
      max_tokens_per_request: wholeNumber(0).optional(),
      max_cost_usd: DecimalText.optional(),
    }),
    required: [],
  },
  llm_provider_lock: {
    schema: z.strictObject({ allowed_endpoints: z.array(Line).optional() }),
    required: ["allowed_endpoints"],
  },
  transformations: {
    schema: z.strictObject({
      request: z
        .strictObject({
          inject_headers: Headers.optional(),
          inject_system_prompt: Text.optional(),
        })
        .optional(),
      response: z.strictObject({ remove_headers: z.array(HeaderName).optional() }).optional(),
    }),
    required: [],
  },
  observability: {
    schema: z.strictObject({ cost_tracking: z.boolean().optional(), otel_endpoint: Line.optional() }),
    required: [],
  },
} satisfies Record<string, AnyShape>;

const rateLimit = {
  schema: z.strictObject({
    requests_per_minute: wholeNumber(0).optional(),
    tokens_per_minute: wholeNumber(0).optional(),
  }),
  required: [],
} satisfies AnyShape;

const type = z.string().optional();

/** Sections and items of sections whose `type` decides which fields they have. */
const INGRESS_AUTH: Readonly<Record<string, AnyShape>> = {
  jwt: {
    schema: z.strictObject({
      type,
      issuer: Line.optional(),
      audience: Line.optional(),
      jwks_url: HttpsUrl.optional(),
    }),
    required: ["issuer", "audience", "jwks_url"],
  },
  api_key: {
    schema: z.strictObject({ type, header: HeaderName.optional(), credential: Line.optional() }),
    required: ["header", "credential"],
  },
};
const GUARDRAILS: Readonly<Record<string, AnyShape>> = {
  regex: {
    schema: z.strictObject({ type, pattern: Text.optional(), action: z.enum(["block", "mask"]).optional() }),
    required: ["pattern", "action"],
  },
  moderation: {
    schema: z.strictObject({ type, provider: Line.optional(), credential: Line.optional() }),
    required: ["provider", "credential"],
  },
  webhook: { schema: z.strictObject({ type, url: HttpsUrl.optional() }), required: ["url"] },
};

/** Sections of later versions: kept in the digest, evaluated by nobody here. */
const LATER = ["routed_run", "model_routes"] as const;

/** The sections that this file reads. */
export const SETTINGS = [
  ...["llm_budget", "llm_rate_limit", "llm_provider_lock", "ingress_auth", "guardrails", "transformations"],
  ...["observability", ...LATER],
];

/** Checks one section that decides no action here. */
export function checkSetting(section: string, value: JsonValue, reading: Reading): void {
  const path = [section];
  if (section === "llm_rate_limit") checkRateLimit(value, path, reading);
  else if (section === "ingress_auth") checkTyped(INGRESS_AUTH, value, path, reading);
  else if (section === "guardrails") {
    for (const { item, path: at } of reading.items(value, path)) checkTyped(GUARDRAILS, item, at, reading);
  } else if (LATER.some((later) => later === section)) {
    const message = "This section belongs to a later version: it is kept and does not take part in any decision here.";
    reading.issues.advise("section_not_evaluated", path, reading.source.offset(path, "key"), message);
  } else {
    const shape: AnyShape | undefined = Object.entries(SHAPES).find(([name]) => name === section)?.[1];
    if (shape !== undefined) readShape(shape, value, path, reading);
  }
}

function checkRateLimit(value: JsonValue, path: FieldPath, reading: Reading): void {
  const fields = readShape(rateLimit, value, path, reading);
  if (fields === undefined || !isJsonObject(value)) return;
  const [requests, tokens] = [value.requests_per_minute ?? 0, value.tokens_per_minute ?? 0];
  if (requests === 0 && tokens === 0) {
    const message = "One of `requests_per_minute` and `tokens_per_minute` must be more than 0.";
    reading.report("rate_limit_missing", path, message);
  }
}

function checkTyped(
  shapes: Readonly<Record<string, AnyShape>>,
  value: JsonValue,
  path: FieldPath,
  reading: Reading,
): void {
  const types = Object.keys(shapes);
  const chosen = isJsonObject(value) && typeof value.type === "string" ? value.type : undefined;
  const shape = types.includes(chosen ?? "") ? shapes[chosen ?? ""] : undefined;
  if (shape === undefined) {
    readShape({ schema: z.looseObject({ type: z.enum(types).optional() }), required: ["type"] }, value, path, reading);
    return;
  }
  const fields = readShape(shape, value, path, reading);
  if (typeof fields?.credential === "string") {
    reading.mentionCredential(fields.credential, [...path, "credential"]);
  }
}
