import type { Handler } from "../handler.ts";

/** Sets how long the tenant keeps the records of runs. */
export const putRetention: Handler<"putRetention"> = async ({ body, caller }, ports) => {
  const { tenant, principalId, keyId } = caller;
  return { body: await ports.directories.putRetention(tenant, body.days, { principalId, keyId }) };
};
