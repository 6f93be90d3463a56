import * as z from "zod";

/** The id of a run, chosen by the runtime; unique within its tenant. */
export const RunId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/, "must be 1 to 128 letters, digits or any of _ . : -")
  .meta({ description: "The id of a run, unique within its tenant." });

/** The path placeholders of operations on one run. */
export const RunParams = z.strictObject({ run_id: RunId });
