import * as z from "zod";

/** Where a page begins. Opaque, authenticated, and good only for the tenant and the list that it was issued for. */
export const Cursor = z.string().min(1).max(512).meta({ description: "The position that an earlier page named." });

/** How many items a page may hold: a whole number from 1 to `max`, in decimal digits where it comes as text. */
export function pageLimit(max: number, byDefault: number) {
  const digits = z
    .string()
    .regex(/^[0-9]{1,9}$/, "must be a whole number")
    .transform(Number);
  return z
    .union([z.int(), digits])
    .pipe(z.int().min(1).max(max))
    .default(byDefault)
    .meta({ description: `Items on a page, 1 to ${max}.` });
}
