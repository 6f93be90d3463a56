import * as z from "zod";
import { ConfirmationId } from "./status.ts";

/** The path placeholders of operations on one confirmation. */
export const ConfirmationParams = z.strictObject({ confirmation_id: ConfirmationId });
