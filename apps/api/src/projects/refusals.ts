import type { ReadRefusal } from "@operator/readiness";
import { type Refusal, refuse } from "../refusal.ts";

function overLimit(code: "project_too_large" | "too_many_files", detail: string, limit: number): Refusal {
  return refuse(code, detail, { errors: [{ code, detail, limit }] });
}

/** Why a project is not read, as a problem. Names of files are input, and never repeated. */
export function projectRefusal(refusal: ReadRefusal): Refusal {
  switch (refusal.kind) {
    case "invalid_archive":
      return refuse("invalid_archive", "The archive cannot be read as a project.");
    case "unsafe_path":
      return refuse("unsafe_path", "A file's path is not plainly inside of the project.");
    case "duplicate_file":
      return refuse("duplicate_file", "A file stands twice in the project.");
    case "too_large":
      return overLimit("project_too_large", `The files are limited to ${refusal.limit} bytes together.`, refusal.limit);
    case "too_many_files":
      return overLimit("too_many_files", `The project is limited to ${refusal.limit} files.`, refusal.limit);
  }
}
