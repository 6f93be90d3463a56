import * as z from "zod";

/** The path placeholders of operations on one confirmation. Its id is opaque: one of another form is as unknown as any. */
export const ConfirmationParams = z.strictObject({ confirmation_id: z.string().min(1) });
