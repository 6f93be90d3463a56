export type { Finding, Place } from "./finding.ts";
export type { Circumstances, Project } from "./project.ts";
