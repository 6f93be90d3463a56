import { quote } from "@operator/contract";

/** A reviewer's reason for whoever reads on, mostly an agent: said to be the reviewer's words, so that it is no instruction of ours. */
export function reviewersWords(reason: string, maxChars?: number): string {
  return `The reviewer wrote: ${quote(reason, maxChars)}.`;
}

/** A proposer's reason for reviewers: said to be the proposer's words, so that it is no finding of ours. */
export function proposersWords(rationale: string, maxChars?: number): string {
  return `The proposer wrote: ${quote(rationale, maxChars)}.`;
}
