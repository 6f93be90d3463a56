import type { Rule } from "./rule.ts";

const scan = { category: "secret_scan_failed", nextAction: "fix_code" } as const;
const facts = {
  file: ["file", "path"],
  detector: ["detector", "finding", "rule"],
  reason: ["reason", "fail_reason", "redacted_detail", "detail", "error"],
} as const;
const rootCause = [
  "The packaging scanner found secret material in {file}: {reason}.",
  "The packaging scanner found secret material in the build context: {reason}.",
  "The packaging scanner found secret material in {file}.",
  "The packaging scanner found secret material in the build context.",
] as const;

/** The packaging scanner found secret material in the build context. */
export const secretScanFailedRules: readonly Rule[] = [
  {
    id: "secret_scan.declared",
    ...scan,
    matches: "the runtime gives `secret_scan_failed` as the reason",
    example: "run_failed: category secret_scan_failed, reason generic-api-key in config/dev.env:2",
    match: { declared: ["secret_scan_failed"] },
    facts,
    rootCause,
  },
  {
    id: "secret_scan.event",
    ...scan,
    matches: "an event of type `secret_scan_failed`",
    example: "secret_scan_failed: 1 finding",
    match: { events: ["secret_scan_failed"] },
    facts,
    rootCause,
  },
  {
    id: "secret_scan.gitleaks",
    ...scan,
    matches: "gitleaks reports leaks",
    example: "8:21AM WRN leaks found: 1",
    match: {
      text: /\bleaks found: (?<count>[1-9]\d{0,6})\b/,
      hints: ["leaks found"],
      voice: "setup",
      excerpt: { before: 10, after: 1 },
    },
    rootCause: ["The packaging scanner found secret material in the build context: {count} leaks."],
  },
  {
    id: "secret_scan.trufflehog",
    ...scan,
    matches: "TruffleHog reports a result",
    example: "Found verified result",
    match: {
      text: /\bFound (?<kind>verified|unverified|unknown) result\b/,
      hints: ["Found "],
      voice: "setup",
      excerpt: { before: 0, after: 8 },
    },
    rootCause: ["The packaging scanner found secret material in the build context: a {kind} result of TruffleHog."],
  },
  {
    id: "secret_scan.report",
    ...scan,
    matches: "a scanner (detect-secrets, Trivy, the packer's own) says that it found secrets",
    example: "secret scan failed: 2 potential secrets found in build context: .env:3, app/config.py:12",
    match: {
      text: /(?<problem>(?:\bsecret[s ]?-?(?:scan|scanner|scanning)\b.{0,40}\b(?:failed|found|detected|blocked)\b|[Pp]otential secrets? (?:about to be committed|found|detected)|Potential secrets? in|^\S{1,160} \(secrets\)$|secrets? (?:found|detected) in (?:build context|package|image|layer)).{0,120})/i,
      hints: ["ecret"],
      voice: "setup",
      excerpt: { before: 1, after: 6 },
    },
    rootCause: ["The packaging scanner found secret material in the build context: {problem}."],
  },
];
