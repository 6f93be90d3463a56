import type { ProblemCode, ProblemError, RunStatus } from "@operator/contract";

/**
 * A request that is not carried out: the problem's code, and the facts of this one. Nothing in it repeats input; `detail`
 * is a sentence of ours, and a field name appears only where `safeName` let it through.
 */
export interface Refusal {
  refused: ProblemCode;
  detail: string;
  errors?: ProblemError[];
  headers?: Record<string, string>;
  /** With `run_not_failed`. */
  runStatus?: RunStatus;
  /** True when it stands in the tenant's log already. */
  isRecorded?: true;
}

export function refuse(code: ProblemCode, detail: string, facts: Omit<Refusal, "refused" | "detail"> = {}): Refusal {
  return { refused: code, detail, ...facts };
}

export function isRefusal(value: object): value is Refusal {
  return "refused" in value;
}

/** The refusal for a run that the tenant does not have: the same for every id, whoever else has it. */
export function runNotFound(): Refusal {
  return refuse("run_not_found", "The tenant has no run with this id.");
}
