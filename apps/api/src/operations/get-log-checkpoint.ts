import type { Handler } from "../handler.ts";

/** The signed note of the tenant's log. */
export const getLogCheckpoint: Handler<"getLogCheckpoint"> = async ({ caller }, ports) => {
  const { note } = await ports.auditLogs.checkpoint(caller.tenant);
  return { body: { stream: note, mediaType: "text/plain; charset=utf-8" } };
};
