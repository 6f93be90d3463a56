import { createApp } from "../../apps/api/src/app.ts";
import type { Env } from "../../apps/api/src/compose.ts";
import type { BareObject } from "./bare-object.ts";
import { type NaiveObject, naiveIngest } from "./naive.ts";
import { runStage } from "./stages.ts";

export { AuditLog } from "../../apps/api/src/objects/audit-log/object.ts";
export { ConfirmationDesk } from "../../apps/api/src/objects/confirmation-desk/object.ts";
export { RunLog } from "../../apps/api/src/objects/run-log/object.ts";
export { TenantDirectory } from "../../apps/api/src/objects/tenant-directory/object.ts";
export { BareObject } from "./bare-object.ts";
export { NaiveObject } from "./naive.ts";

interface BenchEnv extends Env {
  BARE: DurableObjectNamespace<BareObject>;
  NAIVE: DurableObjectNamespace<NaiveObject>;
}

const app = createApp();

/** The service as it is, with the baselines beside it in the same process. */
export default {
  async fetch(request: Request, env: BenchEnv, ctx: ExecutionContext): Promise<Response> {
    const { pathname, searchParams: query } = new URL(request.url);
    switch (pathname) {
      case "/stages": {
        const bytes = new Uint8Array(await request.arrayBuffer());
        return new Response(
          runStage(query.get("stage") ?? "", Number(query.get("times")), bytes, query.get("run") ?? ""),
        );
      }
      case "/bare/nothing":
        return new Response(await env.BARE.getByName("bare").nothing());
      case "/bare/insert":
        return new Response(await env.BARE.getByName("bare").insert(new Uint8Array(await request.arrayBuffer())));
      case "/naive/insert":
        return new Response(await naiveIngest(await request.json(), env.NAIVE.getByName("naive")));
      default:
        return app.fetch(request, env, ctx);
    }
  },
};
