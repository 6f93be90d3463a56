import type { ParsedEvidenceRef, ResolvedEvidence } from "@operator/contract";
import type { OperationRequest } from "../../handler.ts";
import type { Ports } from "../../ports.ts";
import type { Refusal } from "../../refusal.ts";

/** A ref that is resolved: which run's, what it says, and who asks. */
export interface ResolveRequest {
  tenant: string;
  runId: string;
  ref: string;
  ask: OperationRequest<"resolveEvidence">["ask"];
}

type Parsed<Type> = Extract<ParsedEvidenceRef, { type: Type }>;

/** Resolves refs of one type. */
export type Resolver<Type extends ParsedEvidenceRef["type"]> = (
  request: ResolveRequest,
  parsed: Parsed<Type>,
  ports: Ports,
) => Promise<Extract<ResolvedEvidence, { type: Type }> | Refusal>;
