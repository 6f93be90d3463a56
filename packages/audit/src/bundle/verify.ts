import { type Finding, Findings, Unreadable } from "./finding.ts";
import { LineReader } from "./line-reader.ts";
import type { BundleFacts, VerifyBundleOptions } from "./options.ts";
import { BundleReading } from "./reading.ts";
import { type BundleSource, bundleBytes } from "./source.ts";

/** What was found. Without findings the bundle is what the log that signed it holds of the run. */
export interface BundleVerdict {
  ok: boolean;
  /** In the order in which a reader comes upon them; `docs/audit.md` has the codes and the positions. */
  findings: Finding[];
  /** What the bundle says. Worth nothing unless `ok`. */
  facts: BundleFacts;
}

/**
 * Verifies an export bundle, offline. Takes any input and never throws. A stream is read piece by piece, and a line of it
 * is what is held.
 *
 * @param bundle its bytes or text, whole or as a stream; or what `JSON.parse` made of it
 */
export async function verifyBundle(
  bundle: BundleSource | null | undefined,
  options: VerifyBundleOptions = {},
): Promise<BundleVerdict> {
  const findings = new Findings();
  const lines = new LineReader(bundleBytes(bundle));
  const reading = new BundleReading(lines, options ?? {}, findings);
  try {
    await reading.read();
  } catch (error) {
    // Whatever a hostile bundle makes of us, its reader gets an answer.
    const { code, position } = error instanceof Unreadable ? error.finding : UNREADABLE;
    findings.add(code, position);
  }
  await lines.close().catch(() => undefined);
  return { ok: findings.list.length === 0, findings: findings.list, facts: reading.facts };
}

const UNREADABLE: Finding = { code: "malformed", position: "" };
