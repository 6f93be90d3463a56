import type { JsonValue } from "@operator/contract";
import { PROBLEMS } from "@operator/contract";
import { isRefusal, runNotFound } from "../../refusal.ts";
import { evidenceNotFound } from "../refusals.ts";
import type { Resolver } from "./request.ts";

/** What a command answers now: the operation that it asks for is asked, for the same caller. */
export const resolveVerification: Resolver<"verification"> = async ({ tenant, runId, ref, ask }, { path }, ports) => {
  if ((await ports.runs.nextSeq(tenant, runId)) === undefined) return runNotFound();
  const answer = await ask(path);
  if (answer === undefined) return evidenceNotFound();
  const found = { type: "verification", run_id: runId, ref, method: "GET", path } as const;
  if (isRefusal(answer)) {
    const { status } = PROBLEMS[answer.refused];
    return { ...found, expected: { status, body: { code: answer.refused, detail: answer.detail } } };
  }
  const { body } = answer;
  const value: unknown = typeof body === "object" && "json" in body ? JSON.parse(String(body.json)) : body;
  return { ...found, expected: { status: 200, body: value as JsonValue } };
};
