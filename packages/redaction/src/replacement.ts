/** Stands where a secret stood, spelled exactly as the operator contract spells it. */
export const REDACTED = "[REDACTED]";
