import { checks } from "./checks/index.ts";
import type { Finding, Place } from "./finding.ts";
import { inspect } from "./inspection.ts";
import { MAX_FINDINGS, MAX_PLACES } from "./limits.ts";
import type { Project } from "./project.ts";
import { redactedFiles } from "./redact/redact-project.ts";

/** What validating a project tells. */
export interface Validation {
  /** True when nothing that was found is blocking. */
  ready: boolean;
  /** The detected runtime; absent where nothing tells. */
  runtime?: string;
  /** Everything that was found, what to fix first in front. */
  issues: Finding[];
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function byPlace([a]: readonly Place[], [b]: readonly Place[]): number {
  return byText(a?.path ?? "", b?.path ?? "") || (a?.first ?? 0) - (b?.first ?? 0);
}

/** One that stands for the findings that are left out, as severe as the first of them. */
function restOf(left: readonly Finding[]): Finding[] {
  const [first] = left;
  if (first === undefined) return [];
  return [
    { ...first, code: "more_issues", message: `There are ${left.length} more issues; fix these and validate again.` },
  ];
}

/**
 * A finding with its places as they are in the redacted project, which is the one that can be looked at: a name without its
 * secret, and no lines in a file whose lines could not be kept.
 */
function withPlainPlaces(finding: Finding, project: Project): Finding {
  const { paths, texts } = redactedFiles(project);
  const places = finding.places.slice(0, MAX_PLACES).map((place) => {
    const path = paths.get(place.path) ?? place.path;
    const text = texts.get(place.path);
    return text !== undefined && text.removals === undefined ? { path } : { ...place, path };
  });
  return { ...finding, places };
}

/**
 * Everything that would stop the pack or the run of a project, and what may surprise later, in one pass. Findings are
 * ordered by what to fix first: blocking before advisory, then by check, file and line. The same project gives the same
 * answer, whatever the order of its files.
 */
export function validateProject(project: Project): Validation {
  const found = checks.flatMap((check, rank) =>
    check(project).map((finding) => ({ finding: withPlainPlaces(finding, project), rank })),
  );
  const isAdvisory = ({ severity }: Finding) => Number(severity === "advisory");
  const ordered = found
    .toSorted(
      (a, b) =>
        isAdvisory(a.finding) - isAdvisory(b.finding) ||
        a.rank - b.rank ||
        byPlace(a.finding.places, b.finding.places) ||
        byText(a.finding.code, b.finding.code) ||
        byText(a.finding.message, b.finding.message),
    )
    .map(({ finding }) => finding);
  const distinct = [...new Map(ordered.map((finding) => [JSON.stringify(finding), finding])).values()];
  const issues = [...distinct.slice(0, MAX_FINDINGS), ...restOf(distinct.slice(MAX_FINDINGS))];
  const { runtime } = inspect(project);
  return {
    ready: !distinct.some(({ severity }) => severity === "blocking"),
    ...(runtime === undefined ? {} : { runtime }),
    issues,
  };
}
