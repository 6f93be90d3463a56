export { type CallOptions, type ClientOptions, createClient, type OperatorClient } from "./client.ts";
export type { OperationInput, OperationOutput } from "./input.ts";
export { OperatorProblem, UnexpectedAnswer } from "./problem.ts";
export type { RetryPolicy } from "./retry.ts";
