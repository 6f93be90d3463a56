import { applyPatch } from "diff";

/** What a unified diff makes of a document; `undefined` where it does not apply to just this document. */
export function applyDiff(text: string, diff: string): string | undefined {
  try {
    const applied = applyPatch(text, diff, { fuzzFactor: 0, autoConvertLineEndings: false });
    return applied === false ? undefined : applied;
  } catch {
    // The library throws on what is no diff.
    return undefined;
  }
}
