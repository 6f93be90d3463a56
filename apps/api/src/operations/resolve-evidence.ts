import { resolve } from "../evidence/resolve/resolve.ts";
import type { Handler } from "../handler.ts";
import { isRefusal } from "../refusal.ts";

/** What an evidence ref leads to. */
export const resolveEvidence: Handler<"resolveEvidence"> = async ({ params, caller, ask }, ports) => {
  const { run_id: runId, type, ref } = params;
  const found = await resolve(type, { tenant: caller.tenant, runId, ref, ask }, ports);
  return isRefusal(found) ? found : { body: found };
};
