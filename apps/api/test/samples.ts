import budgetExceeded from "../../../test/samples/budget-exceeded.jsonl?raw";
import completed from "../../../test/samples/completed.jsonl?raw";
import egressDenied from "../../../test/samples/egress-denied.jsonl?raw";
import hostileLog from "../../../test/samples/hostile-log.jsonl?raw";
import missingDependency from "../../../test/samples/missing-dependency.jsonl?raw";
import missingSecret from "../../../test/samples/missing-secret.jsonl?raw";
import stillRunning from "../../../test/samples/still-running.jsonl?raw";
import unclassifiedCrash from "../../../test/samples/unclassified-crash.jsonl?raw";
import { postEvents, type TestTenant } from "./harness.ts";

const SAMPLES = {
  "budget-exceeded": budgetExceeded,
  completed,
  "egress-denied": egressDenied,
  "hostile-log": hostileLog,
  "missing-dependency": missingDependency,
  "missing-secret": missingSecret,
  "still-running": stillRunning,
  "unclassified-crash": unclassifiedCrash,
};
export type SampleName = keyof typeof SAMPLES;

/** The text of a sample, one record a line. */
export function sample(name: SampleName): string {
  return SAMPLES[name];
}

/** Posts a sample as its runtime would, and answers the id of its run. */
export async function postSample(tenant: TestTenant, name: SampleName): Promise<string> {
  const runId = /"run_id":"(\w+)"/.exec(SAMPLES[name])?.[1] ?? "";
  const response = await postEvents(tenant.keys.runtime, runId, SAMPLES[name], {
    "content-type": "application/x-ndjson",
  });
  if (!response.ok) throw new Error(`the sample ${name} was refused with ${response.status}`);
  return runId;
}
