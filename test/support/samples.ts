import { readdirSync, readFileSync } from "node:fs";
import type { JsonObject } from "@operator/contract";

const FOLDER = new URL("../samples/", import.meta.url);

/** The audit log of one run, as its runtime wrote it. */
export interface Sample {
  name: string;
  runId: string;
  /** One record a line. */
  text: string;
  records: JsonObject[];
}

function readSample(file: string): Sample {
  const text = readFileSync(new URL(file, FOLDER), "utf8");
  const lines = text.split("\n").filter((line) => line !== "");
  const records = lines.map((line) => JSON.parse(line) as JsonObject);
  const payload = records[0]?.payload as JsonObject | undefined;
  return { name: file.replace(/\.jsonl$/, ""), runId: String(payload?.run_id), text, records };
}

/** Every sample. */
export const samples: readonly Sample[] = readdirSync(FOLDER).sort().map(readSample);

/** The sample of this name. */
export function sampleOf(name: string): Sample {
  const sample = samples.find((one) => one.name === name);
  if (sample === undefined) throw new Error(`there is no sample ${name}`);
  return sample;
}
