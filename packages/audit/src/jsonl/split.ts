import { RunId } from "@operator/contract";
import type { ExportRecord } from "./verify.ts";

/** The records of an export by the run that they name; those that name none are left, because no run's log takes them. */
export interface SplitExport {
  /** In the order in which the runs come first, each run's records in the order of the export. */
  runs: Map<string, ExportRecord[]>;
  withoutRun: ExportRecord[];
}

/** Splits the records of an export by `payload.run_id`. */
export function splitByRun(records: Iterable<ExportRecord>): SplitExport {
  const split: SplitExport = { runs: new Map(), withoutRun: [] };
  for (const record of records) {
    const runId = RunId.safeParse(record.record.payload.run_id);
    if (!runId.success) {
      split.withoutRun.push(record);
      continue;
    }
    const known = split.runs.get(runId.data);
    if (known === undefined) split.runs.set(runId.data, [record]);
    else known.push(record);
  }
  return split;
}
