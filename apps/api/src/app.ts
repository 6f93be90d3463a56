import { toHex } from "@operator/audit";
import {
  DEPLOYMENT_TENANT,
  fillPath,
  type Operation,
  type OperationName,
  openApiDocument,
  operations,
  PROBLEMS,
} from "@operator/contract";
import { Hono } from "hono";
import { compose, type Env } from "./compose.ts";
import type { Answer, Handler, OperationRequest } from "./handler.ts";
import { authenticate, authorise, type Caller } from "./middleware/authentication.ts";
import { faultResponse } from "./middleware/fault.ts";
import { checkSchemaVersion, readOperationBody, readParams } from "./middleware/request-input.ts";
import { answerResponse, jsonResponse, problemResponse } from "./middleware/responses.ts";
import { handlers } from "./operations/index.ts";
import type { Ports } from "./ports.ts";
import { discardBody } from "./read-body.ts";
import { isRefusal, type Refusal, refuse } from "./refusal.ts";

/** Who sends a request, if they may; nobody is asked where the operation is public. */
async function admit(operation: Operation, headers: Headers, ports: Ports): Promise<Caller | Refusal | undefined> {
  if (operation.scope === "public") return undefined;
  return authenticate(headers, operation.authority, ports);
}

const ATTEMPT_BYTES = 16;

/** Enters into the tenant's log that somebody did not get across a trust boundary. */
async function recordAttempt(operation: string, caller: Caller, { refused }: Refusal, ports: Ports): Promise<void> {
  const { tenant, principalId, keyId, kind } = caller;
  const at = new Date(ports.now()).toISOString();
  const body = { operation, refusal: refused, principal_id: principalId, principal_kind: kind, key_id: keyId, at };
  const dedupeKey = toHex(ports.randomBytes(ATTEMPT_BYTES));
  await ports.auditLogs.append(tenant, [{ kind: "refused_attempt", dedupeKey, body }]);
}

type Outcome = Answer<OperationName> | Refusal;

/** Carries out a request: who sends it, and then what they ask. A refusal at a trust boundary is recorded before it is answered. */
async function carryOut(
  operation: Operation,
  request: Request,
  pathParams: Record<string, string>,
  ports: Ports,
): Promise<Outcome> {
  const version = checkSchemaVersion(request.headers);
  if (version !== undefined) return version;
  const caller = await admit(operation, request.headers, ports);
  if (caller !== undefined && isRefusal(caller)) return caller;
  const outcome = await answerTo(operation, request, pathParams, caller, ports);
  if (operation.recordsRefusals !== true || !isRefusal(outcome) || outcome.isRecorded === true) return outcome;
  if (caller !== undefined && caller.tenant !== DEPLOYMENT_TENANT) {
    await recordAttempt(operation.name, caller, outcome, ports);
  }
  return outcome;
}

/** May they, what do they ask, and then the operation's own handler. */
async function answerTo(
  operation: Operation,
  request: Request,
  pathParams: Record<string, string>,
  caller: Caller | undefined,
  ports: Ports,
): Promise<Outcome> {
  const forbidden = caller && operation.scope !== "public" ? authorise(caller, operation.scope) : undefined;
  if (forbidden !== undefined) return forbidden;
  const input = readParams(operation, pathParams, request.url);
  if (isRefusal(input)) return input;
  const body = await readOperationBody(operation, request);
  if (isRefusal(body)) return body;
  // The table ties a name to its schemas and its handler; a loop over it cannot keep that tie in its types.
  const handler = handlers[operation.name as OperationName] as Handler<OperationName>;
  const ask = (path: string) => answerAt(path, request.headers, ports);
  return handler(
    { ...input, ...body, headers: request.headers, caller, ask } as OperationRequest<OperationName>,
    ports,
  );
}

/**
 * Operations that no command in a ref asks for: the one that resolves refs, and the one that records who looked, because a
 * proposer may have written the ref.
 */
const NOT_ASKABLE: readonly string[] = ["resolveEvidence", "getConfirmation"] satisfies OperationName[];

/** The operations that a command in a ref may ask for: of the others, those that read and answer JSON. */
const ASKABLE = Object.values<Operation>(operations)
  .filter(({ method, streams, name }) => method === "GET" && streams === undefined && !NOT_ASKABLE.includes(name))
  .map((operation) => ({
    operation,
    path: new RegExp(`^${fillPath(operation.path, (name, rest) => `(?<${name}>${rest ? ".+" : "[^/]+"})`)}$`),
  }));

/** The placeholders of a path that a pattern takes; `undefined` for another path, or one that is not well escaped. */
function placeholdersOf(pattern: RegExp, path: string): Record<string, string> | undefined {
  const match = pattern.exec(path);
  if (match === null) return undefined;
  try {
    const named = Object.entries(match.groups ?? {});
    return Object.fromEntries(named.map(([name, text]) => [name, decodeURIComponent(text)]));
  } catch {
    return undefined;
  }
}

/** The answer to a GET of one of our own paths. */
async function answerAt(target: string, headers: Headers, ports: Ports): Promise<Outcome | undefined> {
  const [path = ""] = target.split("?", 1);
  for (const candidate of ASKABLE) {
    const params = placeholdersOf(candidate.path, path);
    if (params === undefined) continue;
    // Only what names the caller goes along: a condition of the request is one on the request's own answer.
    const asked = new Request(`http://service${target}`, { headers: { accept: headers.get("accept") ?? "*/*" } });
    const caller = await admit(candidate.operation, headers, ports);
    if (caller !== undefined && isRefusal(caller)) return caller;
    return answerTo(candidate.operation, asked, params, caller, ports);
  }
  return undefined;
}

/** The capabilities of this isolate, made once: a request adds nothing to them. */
const composed = new WeakMap<Env, Ports>();

function portsOf(env: Env): Ports {
  const known = composed.get(env) ?? compose(env);
  composed.set(env, known);
  return known;
}

type App = Hono<{ Bindings: Env }>;

/** A route for every operation of the table. One handler a route: a second one would cost every request a chain. */
function addOperations(app: App): void {
  for (const operation of Object.values<Operation>(operations)) {
    const path = fillPath(operation.path, (name, takesRest) => (takesRest ? `:${name}{.+}` : `:${name}`));
    app.on(operation.method, path, async (context) => {
      const answer = await carryOut(operation, context.req.raw, context.req.param(), portsOf(context.env));
      return isRefusal(answer) ? refused(answer, context.req.raw) : answerResponse(answer, operation);
    });
  }
}

/** The methods that a path takes, where it is an operation's. */
function methodsAt(path: string): string[] {
  return Object.values<Operation>(operations)
    .filter((operation) => new RegExp(`^${fillPath(operation.path, (_, rest) => (rest ? ".+" : "[^/]+"))}$`).test(path))
    .map(({ method }) => method);
}

/** Nothing is there, or not with this method. */
function nothingThere(path: string): Refusal {
  const allow = methodsAt(path).join(", ");
  if (allow === "") return refuse("not_found", "There is nothing at this path.");
  return refuse("method_not_allowed", `This path takes ${allow}.`, { headers: { allow } });
}

/** The answer to a refused request, once its sender is done with sending. */
async function refused(refusal: Refusal, request: Request): Promise<Response> {
  await discardBody(request);
  return problemResponse(refusal);
}

let openApiText: string | undefined;

/** What needs no key: is the service there, what can it do, and what does a problem mean. */
function addPublicPages(app: App): void {
  app.get("/healthz", () => jsonResponse('{"status":"ok"}'));
  app.get("/openapi.json", () => {
    openApiText ??= JSON.stringify(openApiDocument());
    return jsonResponse(openApiText);
  });
  app.get("/problems/:code", (context) => {
    const known = Object.entries(PROBLEMS).find(([code]) => code === context.req.param("code"));
    if (known !== undefined) return jsonResponse(JSON.stringify({ code: known[0], ...known[1] }));
    return problemResponse(refuse("not_found", "There is no problem with this code."));
  });
}

/** The Worker's routes. */
export function createApp(): App {
  const app: App = new Hono();
  addPublicPages(app);
  addOperations(app);
  app.notFound((context) => refused(nothingThere(context.req.path), context.req.raw));
  app.onError((error, context) => faultResponse(error, context.req.routePath));
  return app;
}
