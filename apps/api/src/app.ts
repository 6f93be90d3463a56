import {
  type Operation,
  type OperationName,
  openApiDocument,
  operations,
  PROBLEMS,
  SCHEMA_VERSION,
} from "@operator/contract";
import { Hono } from "hono";
import { isOverloaded } from "./adapters/call-object.ts";
import { compose, type Env, type Ports } from "./compose.ts";
import type { Answer, Handler, OperationRequest } from "./handler.ts";
import { authenticate, authorise } from "./middleware/authentication.ts";
import { problemResponse } from "./middleware/problem-response.ts";
import { checkSchemaVersion, readOperationBody, readParams } from "./middleware/request-input.ts";
import { handlers } from "./operations/index.ts";
import { isRefusal, type Refusal, refuse } from "./refusal.ts";

type Variables = { requestId: string };
type HonoEnv = { Bindings: Env; Variables: Variables };

/** Carries out a request: who sends it, may they, what do they ask, and then the operation's own handler. */
async function carryOut(
  operation: Operation,
  request: Request,
  pathParams: Record<string, string>,
  ports: Ports,
): Promise<Answer<OperationName> | Refusal> {
  const version = checkSchemaVersion(request.headers);
  if (version !== undefined) return version;
  const caller = await authenticate(request.headers, operation.authority, ports);
  if (isRefusal(caller)) return caller;
  const forbidden = authorise(caller, operation.scope);
  if (forbidden !== undefined) return forbidden;
  const input = readParams(operation, pathParams, request.url);
  if (isRefusal(input)) return input;
  const body = await readOperationBody(operation, request);
  if (isRefusal(body)) return body;
  // The table ties a name to its schemas and its handler; a loop over it cannot keep that tie in its types.
  const handler = handlers[operation.name as OperationName] as Handler<OperationName>;
  return handler({ ...input, ...body, headers: request.headers, caller } as OperationRequest<OperationName>, ports);
}

function answerResponse(operation: Operation, answer: Answer<OperationName>): Response {
  const { body } = answer;
  return new Response("json" in body ? body.json : JSON.stringify(body), {
    status: operation.status,
    headers: { "content-type": "application/json", ...answer.headers },
  });
}

/** Logs a fault without what the request held: messages of exceptions may repeat it, stack frames do not. */
function logFault(requestId: string, route: string, error: unknown): void {
  const frames = error instanceof Error ? (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)) : [];
  const name = error instanceof Error ? error.name : typeof error;
  console.error(
    JSON.stringify({ level: "error", request_id: requestId, route, error: name, frames: frames.slice(0, 8) }),
  );
}

/** The capabilities of this isolate, made once: a request adds nothing to them. */
const composed = new WeakMap<Env, Ports>();

function portsOf(env: Env): Ports {
  const known = composed.get(env) ?? compose(env);
  composed.set(env, known);
  return known;
}

let openApiText: string | undefined;

/** The Worker's routes: every operation of the table, and the few that are not operations. */
export function createApp(): Hono<HonoEnv> {
  const app = new Hono<HonoEnv>();

  app.use(async (context, next) => {
    context.set("requestId", crypto.randomUUID());
    await next();
    const { headers } = context.res;
    headers.set("x-request-id", context.get("requestId"));
    headers.set("operator-schema-version", SCHEMA_VERSION);
    headers.set("x-content-type-options", "nosniff");
    headers.set("cache-control", "no-store");
  });

  const problem = (context: { req: { url: string }; get(name: "requestId"): string }, refusal: Refusal) =>
    problemResponse(refusal, new URL(context.req.url).origin, context.get("requestId"));

  app.get("/healthz", (context) => context.json({ status: "ok" }));

  app.get("/openapi.json", (context) => {
    openApiText ??= JSON.stringify(openApiDocument());
    return context.body(openApiText, 200, { "content-type": "application/json" });
  });

  app.get("/problems/:code", (context) => {
    const code = context.req.param("code");
    const known = Object.entries(PROBLEMS).find(([name]) => name === code);
    if (known === undefined) return problem(context, refuse("not_found", "There is no problem with this code."));
    return context.json({ code: known[0], ...known[1] });
  });

  const methodsByPath = new Map<string, string[]>();
  for (const operation of Object.values(operations) as Operation[]) {
    const path = operation.path.replace(/\{(\w+)\}/g, ":$1");
    methodsByPath.set(path, [...(methodsByPath.get(path) ?? []), operation.method]);
    app.on(operation.method, path, async (context) => {
      const answer = await carryOut(operation, context.req.raw, context.req.param(), portsOf(context.env));
      return isRefusal(answer) ? problem(context, answer) : answerResponse(operation, answer);
    });
  }
  for (const [path, methods] of methodsByPath) {
    const allow = methods.join(", ");
    app.all(path, (context) =>
      problem(context, refuse("method_not_allowed", `This path takes ${allow}.`, { headers: { allow } })),
    );
  }

  app.notFound((context) => problem(context, refuse("not_found", "There is nothing at this path.")));

  app.onError((error, context) => {
    logFault(context.get("requestId"), context.req.routePath, error);
    const busy = isOverloaded(error);
    return problem(
      context,
      busy
        ? refuse("unavailable", "The service is busy; try again.", { headers: { "retry-after": "1" } })
        : refuse("internal_error", "The service failed; name the request id when asking for help."),
    );
  });
  return app;
}
