import type { JsonValue } from "../../packages/redaction/src/index.ts";
import { BASE62, HEX, Random } from "../../packages/redaction/src/testing/random.ts";
import { sampleKinds } from "../../packages/redaction/src/testing/samples.ts";

const KINDS = sampleKinds().filter((kind) => !kind.kind.includes("\n"));

/** An audit event of about 490 bytes. `secrets` is how many secrets it holds on average. */
function event(random: Random, secrets: number): JsonValue {
  const detail = random.pick([
    "invocation 1 started",
    "destination not in allowed egress list",
    "worker killed by signal 11",
    "token budget exhausted: 113662 of 100000 tokens used",
    "No module named 'requests'",
  ]);
  const payload: { [name: string]: JsonValue } = {
    agent: "weather-agent",
    destination: "api.weather.gov:443",
    detail,
    method: "GET",
    policy_digest: `sha256:${random.characters(HEX, 64)}`,
    rule_id: "default_deny",
    run_id: `run_01J9Z0${random.characters("ABCDEFGHJKMNPQRSTVWXYZ", 8)}`,
  };
  if (random.next() < secrets) payload.log = `request failed: ${random.pick(KINDS).make(random).text}`;
  return {
    seq: random.below(900),
    prev_hash: random.characters(HEX, 64),
    record_hash: random.characters(HEX, 64),
    timestamp: "2026-07-02T09:10:00.810Z",
    event_type: "egress_denied",
    deployment_mode: "local",
    actor: "harness",
    event_id: random.characters(BASE62, 12),
    payload,
  };
}

export function events(count: number, secrets: number): JsonValue[] {
  const random = new Random(17);
  return Array.from({ length: count }, () => JSON.parse(JSON.stringify(event(random, secrets))));
}
