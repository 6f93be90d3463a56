import type * as z from "zod";
import type { ProblemCode } from "./problem.ts";
import type { RequiredScope } from "./scope.ts";

/** What an operation reads from its body. */
interface OperationBody {
  /** Content types that are taken; the first is what the client sends. */
  readonly mediaTypes: readonly string[];
  /** Those of them whose body is bytes that the schema does not describe, such as archives. */
  readonly binary?: readonly string[];
  readonly schema: z.ZodType;
  readonly maxBytes: number;
  /**
   * How the body is read: as JSON checked with the schema (absent), by the handler from its bytes or from its stream, or as
   * text, which the schema then describes; that of a stream describes its text.
   */
  readonly reads?: "bytes" | "stream" | "text";
  /** True when a request without a body means `{}`. */
  readonly mayBeAbsent?: true;
}

/** Who may call an operation: everybody, or who has a key with its scope. */
type Access =
  | { readonly scope: "public"; readonly authority?: never }
  | {
      readonly scope: RequiredScope;
      /** `fresh` asks the tenant's directory on every call; `cached` trusts a look-up for `KEY_CACHE_TTL_MS`. */
      readonly authority: "cached" | "fresh";
    };

/**
 * One operation of the service, and everything that others derive from it: the route, the OpenAPI entry, the client's
 * method. `params` are the path's placeholders, `query` the query string, `body` the body. The last placeholder may be
 * written `{name+}`: it takes the rest of the path, slashes too.
 */
export type Operation = Access & {
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body?: OperationBody;
  readonly status: 200 | 201;
  readonly output: z.ZodType;
  /** The media type of an answer that is no JSON value, whose text or bytes are streamed; `output` then describes its text. */
  readonly streams?: string;
  /** True when the request may carry an `Idempotency-Key`. */
  readonly takesIdempotencyKey?: true;
  /** True when every refusal of somebody with a key is entered into the tenant's log: a trust boundary was not crossed. */
  readonly recordsRefusals?: true;
  /** True when the request may carry `If-Match` with the entity tag of what it changes. */
  readonly takesIfMatch?: true;
  /** True when the answer may name a following page in its `Link` header. */
  readonly linksNextPage?: true;
  /** Problems beyond those that every operation, and every operation with a body, can answer. */
  readonly problems: readonly ProblemCode[];
  /** True when sending the request again has the effect of sending it once, so that a client may retry it. */
  readonly repeatable: boolean;
  readonly example: {
    readonly params?: object;
    readonly query?: object;
    readonly body?: unknown;
    readonly output: unknown;
  };
};

/** Keeps the literal types of an operation, which handlers and the client are typed by. */
export function defineOperation<const Op extends Operation>(operation: Op): Op {
  return operation;
}

const EVERY_KEY = [
  "authentication_required",
  "invalid_api_key",
  "insufficient_scope",
] as const satisfies readonly ProblemCode[];

const EVERY_OPERATION = [
  "unsupported_schema_version",
  "invalid_request",
  "unknown_field",
  "internal_error",
  "unavailable",
] as const satisfies readonly ProblemCode[];

const EVERY_BODY = [
  "incomplete_body",
  "body_too_large",
  "unsupported_media_type",
  "invalid_utf8",
] as const satisfies readonly ProblemCode[];

const EVERY_JSON_BODY = [
  "malformed_json",
  "duplicate_key",
  "forbidden_key",
  "number_not_exact",
  "lone_surrogate",
  "nul_character",
  "nesting_too_deep",
] as const satisfies readonly ProblemCode[];

/** Every problem code that an operation can answer. */
export function problemsOf(operation: Operation): ProblemCode[] {
  const { body, problems, scope } = operation;
  return [
    ...(scope === "public" ? [] : EVERY_KEY),
    ...EVERY_OPERATION,
    ...(body === undefined ? [] : EVERY_BODY),
    ...(body === undefined || body.reads === "text" || body.reads === "stream" ? [] : EVERY_JSON_BODY),
    ...problems,
  ];
}

/** A placeholder of a path with its braces, and whether it takes the rest of the path. */
const PLACEHOLDER = /\{(\w+)(\+?)\}/g;

/** A path with its placeholders replaced. */
export function fillPath(path: string, fill: (name: string, takesRest: boolean) => string): string {
  return path.replace(PLACEHOLDER, (_, name: string, plus: string) => fill(name, plus === "+"));
}
