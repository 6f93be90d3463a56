import * as z from "zod";
import { Timestamp } from "./time.ts";

/** 32 bytes in base64, as the hashes of a Merkle tree are written. */
export const TreeHash = z.string().regex(/^[A-Za-z0-9+/]{43}=$/, "must be 32 bytes in base64");

/** A size of a log, as clients send it: a whole number, in decimal digits where it comes as text. */
export function wholeNumber(min: number) {
  const digits = z
    .string()
    .regex(/^[0-9]{1,15}$/, "must be a whole number")
    .transform(Number);
  return z.union([z.int(), digits]).pipe(z.int().min(min));
}

/** What a tenant's log says of a run: where its own log ended. The body of entries of the kind `run_head`. */
export const RunHead = z
  .strictObject({
    run_id: z.string().min(1),
    head: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hex digits"),
    next_seq: z.int().min(2).describe("The position behind the last event that the head covers."),
    events: z.int().min(1),
    at: Timestamp.describe("When the head was entered."),
  })
  .meta({ id: "RunHead", description: "Where the log of a run ended." });
export type RunHead = z.infer<typeof RunHead>;

/** A signed statement about the tenant's log. Source: C2SP tlog-checkpoint, signed-note. */
export const Checkpoint = z
  .strictObject({
    checkpoint: z
      .string()
      .min(1)
      .describe("The signed note. It alone is authoritative: the other fields repeat what it says."),
    origin: z.string().min(1).describe("Which log it is."),
    size: z.int().min(0).describe("How many entries the log has."),
    root_hash: TreeHash.describe("The root of the tree over them."),
    signed_at: Timestamp.describe("When it was signed, by the service's clock; not part of what is signed."),
  })
  .meta({ id: "Checkpoint", description: "A signed checkpoint of the tenant's log." });
export type Checkpoint = z.infer<typeof Checkpoint>;

/** A checkpoint for examples, signed with the key that the example of `getPublicKeys` shows. */
export const EXAMPLE_CHECKPOINT = {
  checkpoint:
    "operator.example/acme\n3\nCoFh+gLBX3vifJ25n6c3m2Nh+n4i/ucpNGC3MmrCdTY=\n\n— operator.example ENttCZyPAhiAsQOKHSIgFlzh1DnUvPWjX5r1PRRiZWPwzGOiNrW2MLKwCYbujB34g4kABSRI/9OYTmO1fd1/ZiXDcA4=\n",
  origin: "operator.example/acme",
  size: 3,
  root_hash: "CoFh+gLBX3vifJ25n6c3m2Nh+n4i/ucpNGC3MmrCdTY=",
  signed_at: "2026-07-02T09:08:00.000Z",
};
