import type { Rule } from "./rule.ts";

const unverified = { category: "package_verification_failed", nextAction: "export_audit" } as const;
const facts = { reason: ["reason", "redacted_detail", "detail", "error", "fail_reason"] } as const;
const rootCause = [
  "The signature or SBOM of the agent's package did not verify: {reason}.",
  "The signature or SBOM of the agent's package did not verify.",
] as const;

/** The signature, digest or SBOM of the agent's package did not verify: it may not be what its publisher made. */
export const packageVerificationFailedRules: readonly Rule[] = [
  {
    id: "package.declared",
    ...unverified,
    matches: "the runtime gives `package_verification_failed` or `deployed_agent_verification_failed` as the reason",
    example: "run_failed: fail_reason deployed_agent_verification_failed",
    match: { declared: ["package_verification_failed", "deployed_agent_verification_failed"] },
    facts: { reason: ["reason", "redacted_detail", "detail", "error"] },
    rootCause,
  },
  {
    id: "package.event",
    ...unverified,
    matches: "an event of type `package_verification_failed`",
    example: "package_verification_failed: signature mismatch",
    match: { events: ["package_verification_failed"] },
    facts,
    rootCause,
  },
  {
    id: "package.cosign",
    ...unverified,
    matches: "cosign finds no valid signature or attestation",
    example: "Error: no matching signatures: invalid signature when validating ASN.1 encoded signature",
    match: {
      text: /\b(?<problem>no (?:matching|valid) (?:signatures|attestations)\b.{0,120}|no signatures found\b.{0,80}|invalid signature when validating ASN\.1 encoded signature|signature not found in transparency log|none of the expected identities matched what was in the certificate.{0,80}|error verifying bundle\b.{0,80}|verifying blob\b.{0,80}|crypto\/rsa: verification error)/,
      hints: ["signature", "attestations", "certificate", "verif"],
      voice: "setup",
    },
    rootCause: ["The signature of the agent's package did not verify: {problem}."],
  },
  {
    id: "package.signature",
    ...unverified,
    matches: "a package or bundle signature is missing, invalid or does not match",
    example: "bundle signature does not match publisher key",
    match: {
      text: /\b(?<problem>(?:package|bundle|image|agent|manifest|publisher|artifact)\b.{0,60}\b(?:signature|attestation|provenance)\b.{0,40}\b(?:invalid|mismatch|missing|not match|did not verify|failed|not found|unverified|unknown)\b.{0,80}|signature (?:verification|check) (?:of|for) .{1,80} failed|signature (?:verification|check|validation) failed.{0,80})/i,
      hints: ["ignature", "ttestation", "rovenance"],
      voice: "setup",
    },
    rootCause: ["The signature of the agent's package did not verify: {problem}."],
  },
  {
    id: "package.digest",
    ...unverified,
    matches: "a digest or the SBOM of the package does not match",
    example: "SBOM digest mismatch: expected sha256:1a2b, got sha256:9f8e",
    match: {
      text: /\b(?<problem>SBOM\b.{0,60}\b(?:mismatch|missing|invalid|not match|failed|not found|tampered)\b.{0,80}|(?:package|bundle|image|manifest|artifact|layer) (?:digest|checksum|hash)\b.{0,30}\b(?:mismatch|not match|differs)\b.{0,80}|(?:digest|checksum) mismatch\b.{0,80}|failed to verify (?:sbom|package|bundle)\b.{0,80})/i,
      hints: ["SBOM", "sbom", "igest", "hecksum", "hash"],
      voice: "setup",
    },
    rootCause: ["The contents of the agent's package did not verify: {problem}."],
  },
];
