import { Problem, type ProblemCode, ProblemError, readForeign } from "@operator/contract";
import * as z from "zod";

/** A problem as a later version may answer it, with codes that this one does not know. */
const ForeignProblem = Problem.extend({
  code: z.string(),
  errors: z.array(ProblemError.extend({ code: z.string() })).optional(),
});
export type ForeignProblem = z.infer<typeof ForeignProblem>;

/** A request that the service refused, with its problem document. Source: RFC 9457. */
export class OperatorProblem extends Error {
  override readonly name = "OperatorProblem";
  readonly problem: ForeignProblem;

  constructor(problem: ForeignProblem) {
    super(`${problem.title} (${problem.code}): ${problem.detail}`);
    this.problem = problem;
  }

  /** The stable code to branch on: one of the contract's, or one of a later version's. */
  get code(): ProblemCode | (string & {}) {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** An answer that is not of this service: a proxy's error page, say. Its text is not repeated. */
export class UnexpectedAnswer extends Error {
  override readonly name = "UnexpectedAnswer";
  readonly status: number;

  constructor(status: number) {
    super(`the answer with status ${status} is not one of the contract's`);
    this.status = status;
  }
}

/** The error that an answer with an error status stands for. */
export function errorOf(status: number, text: string): OperatorProblem | UnexpectedAnswer {
  try {
    return new OperatorProblem(readForeign(ForeignProblem, JSON.parse(text)));
  } catch {
    return new UnexpectedAnswer(status);
  }
}
