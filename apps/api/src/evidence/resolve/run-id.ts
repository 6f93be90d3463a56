import { RunHead } from "@operator/contract";
import * as z from "zod";
import { runNotFound } from "../../refusal.ts";
import { evidenceNotFound } from "../refusals.ts";
import type { Resolver } from "./request.ts";

const RunHeadEntry = z.object({ body: RunHead });

/** The run that a ref names: this one, or another one of the tenant that an answer of this one names. */
export const resolveRunId: Resolver<"run_id"> = async ({ tenant, runId, ref }, { runId: named }, ports) => {
  const own = await ports.runs.evidence(tenant, runId, { kind: "standing" });
  if (own === undefined) return runNotFound();
  const found = named === runId ? own : await ports.runs.evidence(tenant, named, { kind: "standing" });
  if (found?.kind !== "standing") return evidenceNotFound();
  const { item, nextSeq, head } = found;
  const logged = await ports.auditLogs.covering(tenant, named, nextSeq - 1);
  const entry = logged && RunHeadEntry.parse(JSON.parse(new TextDecoder().decode(logged.entry)));
  return {
    type: "run_id",
    run_id: runId,
    ref,
    run: item,
    next_seq: nextSeq,
    head,
    ...(entry === undefined ? {} : { logged: entry.body }),
  };
};
