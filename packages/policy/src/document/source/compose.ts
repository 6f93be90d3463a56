import { Composer, type CST, type Document, type ErrorCode } from "yaml";
import { MAX_ISSUES } from "../limits.ts";
import type { IssueLog } from "../policy-issue.ts";
import { yamlFaultMessage } from "./yaml-faults.ts";

/** Where the library finds a fault: an offset, a range of them, or a token. */
type FaultPlace = number | readonly [number, number] | { offset: number };

/** Ends composing: nobody is told of more faults. */
class EnoughFaults extends Error {}

/** The one document of a text, unless it is not YAML: what the library makes of broken YAML would mislead. */
export function compose(tokens: readonly CST.Token[], issues: IssueLog): Document.Parsed | undefined {
  for (const token of tokens) {
    if (token.type !== "directive") continue;
    issues.error("yaml_directive", [], token.offset, "Directives are not read. Remove the line that starts with `%`.");
  }
  const faults = { count: 0 };
  const documents: Document.Parsed[] = [];
  try {
    for (const document of countingComposer(issues, faults).compose(tokens)) {
      documents.push(document);
      for (const { code, pos } of document.errors) report(code, pos[0], issues, faults);
      if (documents.length > 1) break;
    }
  } catch (error) {
    if (!(error instanceof EnoughFaults)) throw error;
  }
  const [first, second] = documents;
  if (second !== undefined) {
    const message = "A policy is one document. Remove what follows.";
    issues.error("yaml_multiple_documents", [], second.range[0], message);
  } else if (first === undefined && !issues.hasErrors) {
    issues.error("empty_document", [], 0, 'The document is empty. A policy has at least `version: "1"`.');
  }
  return faults.count > 0 ? undefined : first;
}

/**
 * The library makes an exception of each fault and has no limit: a quarter of a million cost seconds. Its `onError` is
 * replaced so that composing ends with the last fault that is listed. Should another version have no such member, faults
 * arrive in `document.errors` as they do otherwise.
 */
function countingComposer(issues: IssueLog, faults: { count: number }): Composer {
  const composer = new Composer({ uniqueKeys: false, keepSourceTokens: true, prettyErrors: false, logLevel: "silent" });
  return Object.assign(composer, {
    onError(place: FaultPlace, code: ErrorCode, _message: string, isWarning?: boolean): void {
      if (isWarning) return;
      report(code, offsetOf(place), issues, faults);
      if (faults.count > MAX_ISSUES) throw new EnoughFaults();
    },
  });
}

function report(code: ErrorCode, offset: number, issues: IssueLog, faults: { count: number }): void {
  // The directive itself is refused already.
  if (code === "BAD_DIRECTIVE") return;
  faults.count += 1;
  issues.error("yaml_syntax", [], offset, yamlFaultMessage(code));
}

function offsetOf(place: FaultPlace): number {
  if (typeof place === "number") return place;
  return "offset" in place ? place.offset : place[0];
}
