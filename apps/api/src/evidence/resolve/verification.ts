import { type JsonValue, PROBLEMS } from "@operator/contract";
import type { OperationRequest } from "../../handler.ts";
import { isRefusal, runNotFound } from "../../refusal.ts";
import { evidenceNotFound } from "../refusals.ts";
import type { Resolver } from "./request.ts";

/** What a command in a ref answers now: the operation that it asks for is asked, for the same caller. */
export async function expectedOf(path: string, ask: OperationRequest<"resolveEvidence">["ask"]) {
  const answer = await ask(path);
  if (answer === undefined) return evidenceNotFound();
  const found = { method: "GET" as const, path };
  if (isRefusal(answer)) {
    const { status } = PROBLEMS[answer.refused];
    return { ...found, expected: { status, body: { code: answer.refused, detail: answer.detail } as JsonValue } };
  }
  const { body } = answer;
  const value: unknown = typeof body === "object" && "json" in body ? JSON.parse(String(body.json)) : body;
  return { ...found, expected: { status: 200, body: value as JsonValue } };
}

/** A command with what it answers now. */
export const resolveVerification: Resolver<"verification"> = async ({ tenant, runId, ref, ask }, { path }, ports) => {
  if ((await ports.runs.nextSeq(tenant, runId)) === undefined) return runNotFound();
  const found = await expectedOf(path, ask);
  return isRefusal(found) ? found : { type: "verification", run_id: runId, ref, ...found };
};
