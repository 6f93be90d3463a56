import { parseProjectRef } from "@operator/contract";
import type { Handler } from "../handler.ts";
import { resolvePlace } from "../projects/resolve-place.ts";
import { type Refusal, refuse } from "../refusal.ts";

function notFound(): Refusal {
  return refuse("evidence_not_found", "The tenant has no project in which this ref leads somewhere.");
}

/** What stands at a place of a validated project. */
export const resolveProjectEvidence: Handler<"resolveProjectEvidence"> = async ({ params, caller }, ports) => {
  const place = parseProjectRef(params);
  if (place === undefined) return notFound();
  const found = await resolvePlace(caller.tenant, place, ports);
  switch (found.kind) {
    case "unknown":
      return notFound();
    case "gone":
      return refuse("evidence_gone", "The project was validated; its files are not kept any more.");
    case "found": {
      const { projectDir: project_dir, path, first: start_line, last: end_line, totalLines, content } = found;
      return { body: { ...params, project_dir, path, start_line, end_line, total_lines: totalLines, content } };
    }
  }
};
