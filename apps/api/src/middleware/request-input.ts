import type { Operation } from "@operator/contract";
import { SCHEMA_MAJOR, SCHEMA_VERSION } from "@operator/contract";
import type { RawBody } from "../handler.ts";
import { readJsonBody } from "../json-body.ts";
import { checkDeclaredLength, decodeUtf8, mediaType, readBody } from "../read-body.ts";
import { isRefusal, type Refusal, refuse } from "../refusal.ts";
import { schemaRefusal } from "../schema-refusal.ts";

/** Refuses a client that asks for a major version that this service does not speak. */
export function checkSchemaVersion(headers: Headers): Refusal | undefined {
  const asked = headers.get("operator-schema-version");
  if (asked === null) return undefined;
  const major = /^(\d{1,6})(?:\.\d{1,6}){0,2}$/.exec(asked.trim())?.[1];
  if (major !== undefined && Number(major) === SCHEMA_MAJOR) return undefined;
  return refuse("unsupported_schema_version", `This service speaks schema version ${SCHEMA_VERSION}.`);
}

/** The query string as an object; a name that stands twice is refused by the schema, which knows no lists here. */
function queryFields(url: string): Record<string, string | string[]> {
  const start = url.indexOf("?");
  if (start === -1) return {};
  const search = new URLSearchParams(url.slice(start + 1));
  const names = [...new Set(search.keys())];
  // Built from entries, so that a field named `__proto__` is a field like any other.
  return Object.fromEntries(
    names.map((name) => {
      const values = search.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}

/** The checked parts of a request that are outside of its body. */
export function readParams(
  operation: Operation,
  params: Record<string, string>,
  url: string,
): { params: unknown; query: unknown } | Refusal {
  const path = operation.params.safeParse(params, { reportInput: true });
  if (!path.success) return schemaRefusal(path.error, "path");
  const query = operation.query.safeParse(queryFields(url), { reportInput: true });
  if (!query.success) return schemaRefusal(query.error, "query string");
  return { params: path.data, query: query.data };
}

const NO_BODY: RawBody = { bytes: new Uint8Array(), stream: null, mediaType: "" };

/** True for a request without a body, also where its sender says so: `fetch` sends a length of 0. */
function isAbsent({ body, headers }: Request): boolean {
  return body === null || headers.get("content-length") === "0";
}

/** The body of a request: its bytes or its stream for an operation that reads it itself, its text, or the checked value. */
export async function readOperationBody(
  operation: Operation,
  request: Request,
): Promise<{ body: unknown; rawBody: RawBody } | Refusal> {
  const { body } = operation;
  if (body === undefined) return { body: undefined, rawBody: NO_BODY };
  if (body.mayBeAbsent === true && isAbsent(request)) return { body: {}, rawBody: NO_BODY };
  const type = mediaType(request.headers.get("content-type"));
  if (!body.mediaTypes.includes(type)) {
    return refuse("unsupported_media_type", `Send the body as ${body.mediaTypes.join(" or ")}.`);
  }
  if (body.reads === "stream") {
    const refused = checkDeclaredLength(request, body.maxBytes);
    return refused ?? { body: undefined, rawBody: { ...NO_BODY, stream: request.body, mediaType: type } };
  }
  const bytes = await readBody(request, body.maxBytes);
  if (isRefusal(bytes)) return bytes;
  const rawBody = { ...NO_BODY, bytes, mediaType: type };
  if (body.reads === "bytes") return { body: undefined, rawBody };
  if (body.reads === "text") {
    // A text is kept byte for byte, the byte order mark too.
    const text = decodeUtf8(bytes, { keepsMark: true });
    return typeof text === "string" ? { body: text, rawBody } : text;
  }
  const read = readJsonBody(bytes, body.schema);
  return isRefusal(read) ? read : { body: read.value, rawBody };
}
