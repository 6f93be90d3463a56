import { ADVISORY_PREFIX, type EvidenceRef, projectRef, type ValidationIssue } from "@operator/contract";
import { type Finding, type Place, type Project, redactedPath } from "@operator/readiness";

/** Places that one issue cites: what somebody looks at before they mend it. */
const MAX_REFS = 20;

/** A project as it was sent and as it is stored, and the digest that it is stored under. */
export interface KeptProject {
  sent: Project;
  redacted: Project;
  digest: string;
}

const lineCount = (text: string) => text.split("\n").length;

/**
 * The ref to a place in the stored project; none where that does not have the file. Redaction leaves lines where they are;
 * where it cannot, findings name no lines, and the ref names the whole file.
 */
function refTo({ path: sentPath, first, last = first }: Place, { sent, redacted, digest }: KeptProject): EvidenceRef[] {
  const path = redactedPath(sent, sentPath);
  const stored = redacted.files.get(path);
  if (stored === undefined) return [];
  const count = lineCount(stored);
  if (first === undefined || last === undefined || first < 1 || last < first || last > count) {
    return [projectRef({ snapshot: digest, path })];
  }
  return [projectRef({ snapshot: digest, path, lines: { first, last } })];
}

/** What was found as the contract tells it, the blocking issues first; within these, in the order in which they were found. */
export function issuesOf(findings: readonly Finding[], kept: KeptProject): ValidationIssue[] {
  const blocking = findings.filter(({ severity }) => severity === "blocking");
  const advisory = findings.filter(({ severity }) => severity === "advisory");
  return [...blocking, ...advisory].map(({ severity, category, message, nextAction, places }) => {
    const refs = places.flatMap((place) => refTo(place, kept));
    const distinct = [...new Map(refs.map((ref) => [ref.ref, ref])).values()].slice(0, MAX_REFS);
    return {
      category,
      message: severity === "advisory" ? ADVISORY_PREFIX + message : message,
      ...(distinct.length === 0 ? {} : { evidence_refs: distinct }),
      next_action: nextAction,
    };
  });
}
