import type { OperationName, Operations } from "@operator/contract";
import type * as z from "zod";
import type { Caller } from "./middleware/authentication.ts";
import type { Ports } from "./ports.ts";
import type { Refusal } from "./refusal.ts";

type BodyOf<Op> = Op extends { body: { reads: "bytes" } }
  ? undefined
  : Op extends { body: { schema: infer Schema extends z.ZodType } }
    ? z.output<Schema>
    : undefined;

/** What a handler gets: the parsed and checked request, and who sent it. */
export interface OperationRequest<Name extends OperationName> {
  params: z.output<Operations[Name]["params"]>;
  query: z.output<Operations[Name]["query"]>;
  /** The checked body; absent for an operation that reads the bytes itself. */
  body: BodyOf<Operations[Name]>;
  /** The bytes of the body and their media type, for an operation that reads them itself. */
  rawBody: { bytes: Uint8Array; mediaType: string };
  headers: Headers;
  /** Nobody is asked for a key where the operation is public. */
  caller: Operations[Name]["scope"] extends "public" ? undefined : Caller;
}

/** What a handler answers: a value of the operation's output schema, or the same already written as JSON. */
export interface Answer<Name extends OperationName> {
  body: z.output<Operations[Name]["output"]> | SerialisedAnswer;
  headers?: Record<string, string>;
}

/** JSON that an object wrote, passed on as it is. */
export interface SerialisedAnswer {
  json: string;
}

/** Parse and authorisation are done before, by the table: a handler does and answers. */
export type Handler<Name extends OperationName> = (
  request: OperationRequest<Name>,
  ports: Ports,
) => Promise<Answer<Name> | Refusal>;
