import { type Operation, type OperationName, operations, readForeign, SCHEMA_VERSION } from "@operator/contract";
import { type OperationInput, type OperationOutput, requestOf } from "./input.ts";
import { errorOf, UnexpectedAnswer } from "./problem.ts";
import { DEFAULT_RETRY, isRetryable, type RetryPolicy, retryDelay, sleep } from "./retry.ts";

export interface ClientOptions {
  /** Where the service is, such as `https://operator.example`. */
  baseUrl: string;
  apiKey: string;
  retry?: Partial<RetryPolicy>;
  /** Stands in for the platform's `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
  /** Stands in for waiting between tries. */
  sleep?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

export interface CallOptions {
  /** Ends the call, also while it waits for another try. */
  signal?: AbortSignal;
  /** Names the request, so that the service knows it again. */
  idempotencyKey?: string;
  /** The digest that what is changed must still have. */
  ifMatch?: string;
  /** What a body of bytes is, where the operation takes several media types: `application/zip`, say. */
  mediaType?: string;
}

type Method<Name extends OperationName> =
  object extends OperationInput<Name>
    ? (input?: OperationInput<Name>, options?: CallOptions) => Promise<OperationOutput<Name>>
    : (input: OperationInput<Name>, options?: CallOptions) => Promise<OperationOutput<Name>>;

/** A method for every operation of the table, under its name. Refusals are thrown as `OperatorProblem`. */
export type OperatorClient = { [Name in OperationName]: Method<Name> } & {
  /** The pages of a list, one after the other, from the first or from `input.cursor`. */
  pages<Name extends OperationName>(
    name: Name,
    input: OperationInput<Name>,
    options?: CallOptions,
  ): AsyncGenerator<OperationOutput<Name>, void>;
};

/** The cursor of the page behind an answer: in the body of our own lists, in the `Link` header of the contract's. */
function nextCursor(answer: unknown, response: Response): string | undefined {
  if (typeof answer === "object" && answer !== null && "next_cursor" in answer) return String(answer.next_cursor);
  const target = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
  if (target === undefined) return undefined;
  return new URL(target, response.url || "http://service").searchParams.get("cursor") ?? undefined;
}

/** What a body is unless the caller says: bytes that no schema describes are of the first media type for such. */
function contentTypeOf({ body }: Operation, sent: string | Uint8Array): string {
  const types = typeof sent === "string" ? body?.mediaTypes : (body?.binary ?? body?.mediaTypes);
  return types?.[0] ?? "application/json";
}

class Caller {
  private readonly options: ClientOptions;
  private readonly policy: RetryPolicy;

  constructor(options: ClientOptions) {
    this.options = options;
    this.policy = { ...DEFAULT_RETRY, ...options.retry };
  }

  async call(operation: Operation, input: Record<string, unknown>, options: CallOptions) {
    const { response, text } = await this.send(operation, input, options);
    if (response.ok && operation.streams !== undefined) return { answer: response, response };
    if (!response.ok) throw errorOf(response.status, text);
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      throw new UnexpectedAnswer(response.status);
    }
    return { answer: readForeign(operation.output, json), response };
  }

  private request(operation: Operation, input: Record<string, unknown>, options: CallOptions): Request {
    const { url, body } = requestOf(operation, this.options.baseUrl, input);
    return new Request(url, {
      method: operation.method,
      headers: {
        ...(operation.scope === "public" ? {} : { authorization: `Bearer ${this.options.apiKey}` }),
        accept: operation.streams ?? "application/json",
        "operator-schema-version": SCHEMA_VERSION,
        ...(body === undefined ? {} : { "content-type": options.mediaType ?? contentTypeOf(operation, body) }),
        ...(options.idempotencyKey === undefined ? {} : { "idempotency-key": options.idempotencyKey }),
        ...(options.ifMatch === undefined ? {} : { "if-match": `"${options.ifMatch}"` }),
      },
      ...(body === undefined ? {} : { body }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  }

  /** Sends a request and reads its answer whole unless it is streamed, again where that is harmless and may help. */
  private async send(
    operation: Operation,
    input: Record<string, unknown>,
    options: CallOptions,
  ): Promise<{ response: Response; text: string }> {
    const { fetch: send = (request) => fetch(request), sleep: wait = sleep } = this.options;
    for (let attempt = 1; ; attempt++) {
      const request = this.request(operation, input, options);
      const last = attempt >= this.policy.attempts || !operation.repeatable;
      let response: Response | undefined;
      try {
        response = await send(request);
        if (response.ok && operation.streams !== undefined) return { response, text: "" };
        const text = await response.text();
        if (last || !isRetryable(response)) return { response, text };
      } catch (error) {
        if (last || options.signal?.aborted) throw error;
      }
      await wait(retryDelay(this.policy, attempt, response, Math.random(), Date.now()), options.signal);
    }
  }
}

/**
 * A client with a method for every operation. Calls that may be repeated are tried again, with a growing random wait, when
 * the network fails or the service says that it is busy; nothing else is.
 *
 * @example
 * const operator = createClient({ baseUrl: "http://127.0.0.1:8787", apiKey });
 * const { root_cause, next_action } = await operator.explainFailure({ run_id });
 */
export function createClient(options: ClientOptions): OperatorClient {
  const caller = new Caller(options);
  const table: Record<string, Operation> = operations;
  const methods = Object.fromEntries(
    Object.entries(table).map(([name, operation]) => [
      name,
      async (input: Record<string, unknown> = {}, call: CallOptions = {}) =>
        (await caller.call(operation, input, call)).answer,
    ]),
  );
  async function* pages(name: OperationName, input: Record<string, unknown>, call: CallOptions = {}) {
    let cursor: string | undefined;
    do {
      const page = await caller.call(operations[name], cursor === undefined ? input : { ...input, cursor }, call);
      yield page.answer;
      cursor = nextCursor(page.answer, page.response);
    } while (cursor !== undefined);
  }
  // The loop over the table makes exactly the methods that the type names; the compiler cannot follow it.
  return { ...methods, pages } as unknown as OperatorClient;
}
