import type { Handler } from "../handler.ts";

/** How long the tenant keeps the records of runs. */
export const getRetention: Handler<"getRetention"> = async ({ caller }, ports) => ({
  body: await ports.directories.retention(caller.tenant),
});
