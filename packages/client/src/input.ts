import { fillPath, type Operation, type OperationName, type Operations } from "@operator/contract";
import type * as z from "zod";

type BodyInput<Op> = Op extends { body: { reads: "stream" } }
  ? { body: string | Uint8Array }
  : Op extends { body: { binary: readonly string[]; schema: infer Schema extends z.ZodType } }
    ? { body: z.input<Schema> | Uint8Array }
    : Op extends { body: { schema: infer Schema extends z.ZodType } }
      ? { body: z.input<Schema> }
      : object;

/** An object schema without fields infers an index of `never`, which would forbid every other field beside it. */
type Fields<Input> = string extends keyof Input ? object : Input;

/**
 * What a method takes: the path's placeholders and the query's fields by name, and the body where there is one. Bytes are
 * sent as they are, under the `mediaType` of the call.
 */
export type OperationInput<Name extends OperationName> = Fields<z.input<Operations[Name]["params"]>> &
  Fields<z.input<Operations[Name]["query"]>> &
  BodyInput<Operations[Name]>;

/** What a method answers: a value, or the response to read from where the answer is streamed. */
export type OperationOutput<Name extends OperationName> = Operations[Name] extends { streams: string }
  ? Response
  : z.output<Operations[Name]["output"]>;

/**
 * The URL and the body of a call.
 *
 * @throws ZodError when a placeholder of the path does not fit: `..` would lead to another operation
 */
export function requestOf(
  operation: Operation,
  baseUrl: string,
  input: Record<string, unknown>,
): { url: URL; body?: string | Uint8Array<ArrayBuffer> } {
  const names = Object.keys(operation.params.shape);
  const params = operation.params.parse(Object.fromEntries(names.map((name) => [name, input[name]])));
  const path = fillPath(operation.path, (name, takesRest) => {
    const steps = takesRest ? String(params[name]).split("/") : [String(params[name])];
    return steps.map(encodeURIComponent).join("/");
  });
  const url = new URL(baseUrl.replace(/\/+$/, "") + path);
  for (const name of Object.keys(operation.query.shape)) {
    const value = input[name];
    if (value !== undefined) url.searchParams.set(name, typeof value === "object" ? JSON.stringify(value) : `${value}`);
  }
  if (operation.body === undefined) return { url };
  const { reads, binary } = operation.body;
  const takesBytes = reads === "stream" || binary !== undefined;
  if (takesBytes && input.body instanceof Uint8Array) return { url, body: new Uint8Array(input.body) };
  return { url, body: reads === "text" || reads === "stream" ? String(input.body) : JSON.stringify(input.body) };
}
