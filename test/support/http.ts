import { connect } from "node:net";
import { type Operation, type OperationName, operations, Problem, problemsOf } from "@operator/contract";
import { expect } from "vitest";

/** An answer as it came over the wire. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

export interface Sent {
  method?: string;
  key?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array | ReadableStream<Uint8Array>;
}

/** Sends a request exactly as it is given: no client of ours stands in between. */
export async function send(url: string, { method = "GET", key, headers = {}, body }: Sent = {}): Promise<Answer> {
  const authorization: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const response = await fetch(url, {
    method,
    headers: { ...authorization, ...headers },
    ...(body === undefined ? {} : { body: body as BodyInit, duplex: "half" }),
  } as RequestInit);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Sends what may be no whole request, says that nothing follows, and answers what comes back. */
export async function sendRaw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  socket.end(text);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** The answer of an operation, which must be what its strict schema says. */
export function outputOf<Name extends OperationName>(name: Name, answer: Answer) {
  const operation: Operation = operations[name];
  expect(answer).toMatchObject({ status: operation.status });
  expect(answer.headers.get("content-type")).toBe("application/json");
  return operations[name].output.parse(JSON.parse(answer.text)) as ReturnType<
    (typeof operations)[Name]["output"]["parse"]
  >;
}

/** The problem that an answer is: strictly a problem document, and one that the operation declares. */
export function problemIn(answer: Answer, name?: OperationName): Problem {
  expect(answer.headers.get("content-type"), answer.text.slice(0, 500)).toBe("application/problem+json");
  const problem = Problem.parse(JSON.parse(answer.text));
  expect(problem.status).toBe(answer.status);
  expect(problem.request_id).toBe(answer.headers.get("x-request-id"));
  if (name !== undefined) expect(problemsOf(operations[name])).toContain(problem.code);
  return problem;
}

/** An answer without what is new in every answer: the id of the request. */
export function withoutRequestId({ status, headers, text }: Answer): object {
  const id = headers.get("x-request-id") ?? "no request id";
  const kept = [...headers].filter(([name]) => name !== "x-request-id" && name !== "date");
  return { status, headers: kept, text: text.replaceAll(id, "(request id)") };
}
