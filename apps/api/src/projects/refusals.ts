import type { ProblemCode } from "@operator/contract";
import type { ReadRefusal } from "@operator/readiness";
import { type Refusal, refuse } from "../refusal.ts";

function overLimit(code: ProblemCode, limit: number, unit: string): Refusal {
  const errors = [{ code, detail: `The project is over the limit, in ${unit}.`, limit }];
  return refuse(code, `A project is limited to ${limit} ${unit} after unpacking.`, { errors });
}

/** Why a project is not read, as a problem. Names of files are input, and never repeated. */
export function projectRefusal(refusal: ReadRefusal): Refusal {
  switch (refusal.kind) {
    case "invalid_archive":
      return refuse(
        "invalid_archive",
        "The body is no archive of its media type, or is cut off, encrypted or not true.",
      );
    case "unsafe_path":
      return refuse("unsafe_path", "A path is not plainly inside of the project, or something is a link or a device.");
    case "duplicate_file":
      return refuse("duplicate_file", "Two files have one path, or would have where capitals make no difference.");
    case "too_large":
      return overLimit("project_too_large", refusal.limit, "bytes");
    case "too_many_files":
      return overLimit("too_many_files", refusal.limit, "files");
  }
}
