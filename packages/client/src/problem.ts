import { Problem, type ProblemCode, readForeign } from "@operator/contract";

/** A request that the service refused, with its problem document. Source: RFC 9457. */
export class OperatorProblem extends Error {
  override readonly name = "OperatorProblem";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.title} (${problem.code}): ${problem.detail}`);
    this.problem = problem;
  }

  /** The stable code to branch on. */
  get code(): ProblemCode {
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
export async function errorOf(response: Response): Promise<OperatorProblem | UnexpectedAnswer> {
  try {
    return new OperatorProblem(readForeign(Problem, await response.json()));
  } catch {
    return new UnexpectedAnswer(response.status);
  }
}
