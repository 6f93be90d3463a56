import type { BundleParts } from "../src/bundle/write.ts";
import { entryText } from "../src/merkle/entry.ts";
import { bundleText, content, ORIGIN, policy, RUN, TENANT, TestLog } from "./log.ts";

const DIGEST = `sha256:${"ab".repeat(32)}`;
const NONCE = "nonce_0123456789abcdefghijkl";
const CONFIRMATION = `confirm_${"0a".repeat(16)}`;

function claimsAt(index: number, nonce: string) {
  return {
    iss: "operator.example",
    jti: nonce,
    iat: 1782983000,
    exp: 1782983300,
    confirmation_id: CONFIRMATION,
    tenant: TENANT,
    change_type: "policy_patch",
    candidate_digest: DIGEST,
    deciders: [{ id: "ana", decided_at: 1782982900 }],
    executor: "executor",
    redeemed_at: 1782983000,
    audit_position: { log: ORIGIN, index },
  };
}

function redemption(nonce: string): string {
  const payload = { confirmation_id: CONFIRMATION, candidate_digest: DIGEST, nonce, key_id: "key_executor" };
  const body = { event_type: "grant_redeemed", at: 1782983000000, actor: "executor", payload };
  return entryText({ kind: "confirmation", body });
}

/** A log of several runs, and what its bundle of one of them is made of. */
export interface Example {
  log: TestLog;
  parts: BundleParts;
  text: string;
}

/**
 * A run of three segments (positions 1 to 3, 4 to 6, and 7 and 8) in a log with two other runs, heads on the way, a
 * redemption with each of two keys, and checkpoints of both.
 */
export async function example(
  change: (parts: BundleParts, log: TestLog) => BundleParts = (parts) => parts,
): Promise<Example> {
  const log = new TestLog();
  log.segment([content(1, "run_0")], "run_0");
  log.logHead("run_0");
  log.segment([1, 2, 3].map((number) => content(number)));
  const first = log.logHead();
  const redeemed = log.tree.append(redemption(`${NONCE}1`));
  await log.sign(log.old);
  log.segment([4, 5, 6].map((number) => content(number)));
  const second = log.logHead();
  await log.sign();
  log.segment([content(2, "run_2")], "run_2");
  log.logHead("run_2");
  log.segment([7, 8].map((number) => content(number)));
  const again = log.tree.append(redemption(`${NONCE}2`));
  const last = log.logHead();
  const parts: BundleParts = {
    origin: ORIGIN,
    runId: RUN,
    exportedAt: "2026-07-02T10:00:00.000Z",
    keys: log.keys(),
    checkpoint: await log.sign(),
    consistency: log.consistency(),
    head: log.entry(last),
    policies: [policy(1), policy(2)],
    entries: [first, redeemed, second, again].map((index) => log.entry(index)),
    receipts: [log.old.receipt(claimsAt(redeemed, `${NONCE}1`)), log.active.receipt(claimsAt(again, `${NONCE}2`))],
    segments: log.segments(),
  };
  const changed = change(parts, log);
  return { log, parts: changed, text: await bundleText(changed, log.active) };
}
