import type { JsonObject } from "@operator/contract";
import { expect, it } from "vitest";
import { Service } from "../service.ts";
import { type Cast, openCast, said } from "../support/protocol.ts";
import { storedFiles } from "../support/stored-files.ts";
import { until } from "../support/until.ts";

const RUN = "run_purged";
const KEPT = "run_kept";
/** Only records of the purged run say this. */
const WORD = "xylophonist-quagmire";
const BATCHES = 40;
const GONE_DEADLINE_MS = 50_000;

const event = (run_id: string, event_type: string, payload: JsonObject = {}): JsonObject => ({
  timestamp: "2026-07-02T09:00:00.000Z",
  event_type,
  deployment_mode: "local",
  actor: "daemon",
  payload: { run_id, ...payload },
});

/** Tells a run in batches of many sizes, so that its pages are split and its fold is written over and over. */
async function tell({ runtime }: Cast, run_id: string, word: string): Promise<void> {
  const send = (...events: JsonObject[]) => runtime.ingestEvents({ run_id, body: { events: events as never } });
  await send(event(run_id, "run_start", { agent: "weather-agent" }));
  for (let batch = 1; batch <= BATCHES; batch++) {
    const detail = `${word} `.repeat((batch * batch) % 700);
    const traceback = `Traceback (most recent call last):\n  File "a.py", line ${batch}\nValueError: ${word} ${batch}`;
    await send(
      event(run_id, "progress", { detail }),
      event(run_id, "egress_denied", { destination: `${word}-${batch}.example:443`, reason: word }),
      event(run_id, "failure_context", { reason: word, stderr_ref: traceback }),
    );
  }
  await send(event(run_id, "run_failed", { fail_reason: word }));
}

const filesWith = (home: string, needle: string) =>
  storedFiles(home)
    .filter(({ bytes }) => bytes.includes(needle))
    .map(({ path }) => path);

it("what a purged run said is in no file of the state, what another one said is", async () => {
  await using service = await Service.start();
  const cast = await openCast(service.baseUrl, service.deploymentAdminKey, "retention");
  await tell(cast, RUN, WORD);
  await tell(cast, KEPT, "kept-words");
  const before = await cast.agent.explainFailure({ run_id: RUN });
  expect(JSON.stringify(before)).toContain(WORD);
  const confirmation = await cast.agent.proposeChange({
    body: { change_type: "retention_purge", rationale: "It is old.", patch: { run_ids: [RUN] } },
  });
  for (const reviewer of cast.reviewers) await reviewer.decideConfirmation(said(confirmation));
  const { confirmation_id } = confirmation;
  await cast.executor.redeemGrant({ confirmation_id, body: {} });
  const settled = await cast.executor.reportApply({ confirmation_id, body: { outcome: "applied" } });
  expect(settled.status).toBe("applied");
  // What a database wrote ahead is folded into it once its object has been idle and it is closed.
  await until(
    "the purged words to be gone",
    GONE_DEADLINE_MS,
    () => filesWith(service.home, WORD).length === 0 || undefined,
  );
  expect(filesWith(service.home, "kept-words")).not.toEqual([]);
  expect(filesWith(service.home, RUN)).not.toEqual([]);
  const gone = cast.agent.getRunTimeline({ run_id: RUN });
  await expect(gone).rejects.toMatchObject({ code: "evidence_purged" });
  expect((await cast.agent.explainFailure({ run_id: RUN })).error_category).toBe(before.error_category);
});
