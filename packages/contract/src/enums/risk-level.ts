import * as z from "zod";

/**
 * How much a trust-boundary change can do.
 *
 * - `low`: minimal security impact, such as egress to a well-known API without credentials.
 * - `medium`: changes where egress goes or how a credential is used, but exposes no secret and widens nothing in silence.
 * - `high`: touches the trust boundary itself: direct leases, exposed listeners, retention purges, destructive operations.
 *
 * Source: operator contract, `RiskLevel`.
 */
export const RiskLevel = z
  .enum(["low", "medium", "high"])
  .meta({ id: "RiskLevel", description: "The potential impact of a trust-boundary change." });
export type RiskLevel = z.infer<typeof RiskLevel>;
