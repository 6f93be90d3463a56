import { type ProjectContext, ProjectFiles } from "@operator/contract";
import { type Circumstances, type Project, type ReadProject, readProject } from "@operator/readiness";
import { zlibUnpacking } from "../adapters/unpacking.ts";
import type { OperationRequest } from "../handler.ts";
import { readJsonBody } from "../json-body.ts";
import { isRefusal, type Refusal, refuse } from "../refusal.ts";
import { agentOf, checkAgent } from "./agent.ts";
import { projectRefusal } from "./refusals.ts";

/** A project as it was sent, and the agent that the caller says it belongs to, or that it says itself. */
export interface SentProject {
  project: Project;
  agent: string | undefined;
}

type Request = Pick<OperationRequest<"validateAgentProject">, "query" | "rawBody">;

function circumstancesOf(context: ProjectContext = {}): Circumstances {
  const { bound_credentials, docker_available, dashboard_available, package_signature, sbom } = context;
  return {
    ...(bound_credentials === undefined ? {} : { boundCredentials: bound_credentials }),
    ...(docker_available === undefined ? {} : { dockerAvailable: docker_available }),
    ...(dashboard_available === undefined ? {} : { dashboardAvailable: dashboard_available }),
    ...(package_signature === undefined ? {} : { packageSignature: package_signature }),
    ...(sbom === undefined ? {} : { sbom }),
  };
}

/** The refusal of a field in the query string. */
function refuseField(field: string, detail: string): Refusal {
  return refuse("invalid_request", `The query string does not fit the body: ${field} ${detail}.`, {
    errors: [{ code: "invalid_request", detail, field }],
  });
}

function withAgent(read: ReadProject, named: string | undefined): SentProject | Refusal {
  if (read.kind !== "read") return projectRefusal(read);
  return checkAgent(named) ?? { project: read.project, agent: agentOf(read.project, named) };
}

function fromJson({ query, rawBody }: Request): SentProject | Refusal {
  const twice = (["project_dir", "agent", "context"] as const).find((name) => query[name] !== undefined);
  if (twice !== undefined) return refuseField(twice, "stands in a JSON body");
  const read = readJsonBody(rawBody.bytes, ProjectFiles);
  if (isRefusal(read)) return read;
  const { project_dir, files, agent, context } = ProjectFiles.parse(read.value);
  const sent = {
    projectDir: project_dir,
    circumstances: circumstancesOf(context),
    files: new Map(Object.entries(files)),
  };
  return withAgent(readProject(sent, zlibUnpacking), agent);
}

async function fromArchive({ query, rawBody }: Request): Promise<SentProject | Refusal> {
  const { project_dir, agent, context } = query;
  if (project_dir === undefined) return refuseField("project_dir", "is required beside an archive");
  const { bytes: archive, mediaType } = rawBody;
  const sent = { projectDir: project_dir, circumstances: circumstancesOf(context), archive, mediaType };
  return withAgent(readProject(sent, zlibUnpacking), agent);
}

/** Reads a project from a request: its files as JSON, or an archive of them. */
export async function readSentProject(request: Request): Promise<SentProject | Refusal> {
  return request.rawBody.mediaType === "application/json" ? fromJson(request) : fromArchive(request);
}
