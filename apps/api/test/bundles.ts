import { type BundleVerdict, type TrustedCheckpoint, verifyBundle } from "@operator/audit";
import { operations } from "@operator/contract";
import * as z from "zod";
import { send, type TestTenant } from "./harness.ts";

const Proved = z.object({ leaf: z.string(), leaf_index: z.number(), proof: z.array(z.string()) });

/** A bundle, as far as tests read it. */
const Bundle = z.object({
  consistency: z.array(z.object({ checkpoint: z.string() })),
  head: Proved,
  policies: z.array(z.record(z.string(), z.unknown())),
  entries: z.array(Proved),
  receipts: z.array(z.string()),
  segments: z.array(
    z.object({
      first_seq: z.number(),
      count: z.number(),
      purged: z.literal(true).optional(),
      last_hash: z.string().optional(),
      records: z.array(z.record(z.string(), z.unknown())).optional(),
    }),
  ),
});

export function bundleOf(text: string): z.infer<typeof Bundle> {
  return Bundle.parse(JSON.parse(text));
}

/** What whoever asked a tenant for a bundle of a run finds, with the keys that the service publishes. */
export async function verdictOf(
  tenant: TestTenant,
  runId: string,
  text: string,
  trustedCheckpoint?: TrustedCheckpoint,
): Promise<BundleVerdict> {
  const { keys } = operations.getPublicKeys.output.parse(await (await send("/.well-known/operator-keys.json")).json());
  return verifyBundle(text, {
    origin: `operator.test/${tenant.id}`,
    runId,
    trustedKeys: keys.map(({ vkey }) => vkey),
    ...(trustedCheckpoint === undefined ? {} : { trustedCheckpoint }),
  });
}
