import { type EvidenceRef, ResolvedEvidence } from "@operator/contract";
import { send, type TestTenant } from "./harness.ts";

/** Asks what a ref leads to. */
export function sendResolve(key: string, runId: string, { type, ref }: Pick<EvidenceRef, "type" | "ref">) {
  return send(`/v1/runs/${runId}/evidence/${type}/${encodeURIComponent(ref)}`, {
    headers: { authorization: `Bearer ${key}` },
  });
}

/** What a ref leads to, checked against the contract. */
export async function resolved<Type extends ResolvedEvidence["type"]>(
  { keys }: TestTenant,
  runId: string,
  ref: { type: Type; ref: string },
): Promise<Extract<ResolvedEvidence, { type: Type }>> {
  const response = await sendResolve(keys.agent, runId, ref);
  const body = await response.text();
  if (!response.ok) throw new Error(`${ref.type} ${ref.ref} was refused with ${response.status}: ${body}`);
  const found = ResolvedEvidence.parse(JSON.parse(body));
  if (found.type !== ref.type) throw new Error("a ref resolved to another type");
  return found as Extract<ResolvedEvidence, { type: Type }>;
}

/** Every ref that stands anywhere in an answer, each once. */
export function refsIn(answer: unknown): EvidenceRef[] {
  const found = new Map<string, EvidenceRef>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    else if (typeof value === "object" && value !== null) {
      const { evidence_refs: refs, ...rest } = value as { evidence_refs?: EvidenceRef[] };
      for (const ref of refs ?? []) found.set(`${ref.type} ${ref.ref}`, ref);
      walk(Object.values(rest));
    }
  };
  walk(answer);
  return [...found.values()];
}

/** Attaches a text to a run. */
export function sendAttachment(
  key: string,
  runId: string,
  body: BodyInit,
  { query = "?name=stderr.log", headers = {} }: { query?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  return send(`/v1/runs/${runId}/evidence${query}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "text/plain", ...headers },
    body,
  });
}
