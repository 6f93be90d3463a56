/** Where a sticky pattern ends that is tried at `at`; -1 if it does not match there. */
export function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}
