import * as z from "zod";
import { AgentName } from "../agent-name.ts";
import { MAX_PROJECT_BODY_BYTES } from "../limits.ts";
import { defineOperation } from "../operation.ts";
import { ProjectContextParameter, ProjectDir, ProjectFiles } from "../project.ts";
import { ValidateAgentProjectResponse } from "../types/validate-agent-project-response.ts";

/** Says what would stop a project from being packed and run. Source: operator contract, ValidateAgentProject; design, section 3. */
export const validateAgentProject = defineOperation({
  name: "validateAgentProject",
  method: "POST",
  path: "/v1/projects/validate",
  scope: "projects:validate",
  authority: "cached",
  summary: "Check an agent project before it runs",
  description:
    "Reads the project whole and lists everything that would stop its pack or its run, the blocking issues first; the message of an advisory one begins with `Advisory: `. Send the files as JSON, or as a tar, tar.gz or zip archive with `project_dir`, `agent` and `context` in the query. At most 8 MiB and 2,000 files after unpacking. Nothing of it is run. The project is kept with its secrets taken out, so that the evidence refs can be looked up; the same project is kept once.",
  params: z.strictObject({}),
  query: z.strictObject({
    project_dir: ProjectDir.optional(),
    agent: AgentName.optional().meta({
      description: "The agent whose project an archive is. Absent: the name that agent.yaml states.",
    }),
    context: ProjectContextParameter.optional(),
  }),
  body: {
    mediaTypes: ["application/json", "application/gzip", "application/x-tar", "application/zip"],
    binary: ["application/gzip", "application/x-tar", "application/zip"],
    schema: ProjectFiles,
    maxBytes: MAX_PROJECT_BODY_BYTES,
    reads: "bytes",
  },
  status: 200,
  output: ValidateAgentProjectResponse,
  problems: [
    "invalid_archive",
    "unsafe_path",
    "duplicate_file",
    "project_too_large",
    "too_many_files",
    "secret_in_identifier",
  ],
  repeatable: true,
  example: {
    body: {
      project_dir: "/srv/agents/invoice-chaser",
      files: {
        "agent.yaml": "name: invoice-chaser\nversion: 1.0.0\nruntime: python3.12\nentry: main.py\n",
        "requirements.txt": "requests==2.32.3\n",
      },
      context: { docker_available: true },
    },
    output: {
      schema_version: "1.0.0",
      ready: false,
      project_dir: "/srv/agents/invoice-chaser",
      runtime: "python",
      issues: [
        {
          category: "agent_runtime_exception",
          message: 'agent.yaml: `entry` names "main.py", and the project has no such file.',
          evidence_refs: [
            {
              type: "log",
              ref: "project_4d1b1f9bb9d3b1b4b8a1f7dba1b0ae6a3d9c0b7b6b6d1f4f0a8e1d5c3b2a1908:agent.yaml:4",
            },
          ],
          next_action: "fix_code",
        },
      ],
    },
  },
});
