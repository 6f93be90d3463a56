import * as z from "zod";

/**
 * Where a run stands: `running` goes on, the others have ended. `stopped` is a run that somebody ended or cancelled; it is
 * not a failure.
 * Source: operator contract, `SummarizeRunResponse.Status`.
 */
export const RunStatus = z
  .enum(["completed", "failed", "running", "stopped"])
  .meta({ id: "RunStatus", description: "Where a run stands." });
export type RunStatus = z.infer<typeof RunStatus>;
