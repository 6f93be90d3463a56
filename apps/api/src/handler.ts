import type { OperationName, Operations } from "@operator/contract";
import type * as z from "zod";
import type { Caller } from "./middleware/authentication.ts";
import type { Ports } from "./ports.ts";
import type { Refusal } from "./refusal.ts";

type BodyOf<Op> = Op extends { body: { reads: "bytes" | "stream" } }
  ? undefined
  : Op extends { body: { schema: infer Schema extends z.ZodType } }
    ? z.output<Schema>
    : undefined;

/** A body that was not read as JSON: its bytes, or its stream where the operation reads that, and its media type. */
export interface RawBody {
  bytes: Uint8Array;
  stream: ReadableStream<Uint8Array> | null;
  mediaType: string;
}

/** What a handler gets: the parsed and checked request, and who sent it. */
export interface OperationRequest<Name extends OperationName> {
  params: z.output<Operations[Name]["params"]>;
  query: z.output<Operations[Name]["query"]>;
  /** The checked body; absent for an operation that reads the bytes itself. */
  body: BodyOf<Operations[Name]>;
  /** The body as it was sent, for an operation that reads it itself. */
  rawBody: RawBody;
  headers: Headers;
  /** Answers a GET of another operation to the same caller; `undefined` where no operation answers JSON at this path. */
  ask: (path: string) => Promise<Answer<OperationName> | Refusal | undefined>;
  /** Nobody is asked for a key where the operation is public. */
  caller: Operations[Name]["scope"] extends "public" ? undefined : Caller;
}

/** What a handler answers: a value of the operation's output schema, or the same already written as JSON, or streamed. */
export interface Answer<Name extends OperationName> {
  body: Operations[Name] extends { streams: string }
    ? StreamedAnswer
    : z.output<Operations[Name]["output"]> | SerialisedAnswer;
  headers?: Record<string, string>;
}

/** An answer that is no JSON value. */
export interface StreamedAnswer {
  stream: ReadableStream<Uint8Array> | Uint8Array | string | null;
  /** Where it is not the operation's own: a part of the content, or that it has not changed. */
  status?: 206 | 304;
  /** Where it is not the operation's own: the media type that the content has. */
  mediaType?: string;
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
