import * as z from "zod";

/** The name of an agent, as its runtime states it; unique within its tenant. */
export const AgentName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$/, "must be 1 to 128 letters, digits or any of _ . : @ -")
  .meta({ description: "The name of an agent, unique within its tenant." });

/** The path placeholders of operations on one agent. */
export const AgentParams = z.strictObject({ agent: AgentName });
