import * as z from "zod";
import { AgentName } from "./agent-name.ts";
import { MAX_BOUND_CREDENTIALS, MAX_NAME_CHARS, MAX_PATH_CHARS } from "./limits.ts";
import { readStrictJson } from "./strict-json.ts";

/** Where a project lies on the machine of whoever sends it. It is shown in the answer and never opened. */
export const ProjectDir = z
  .string()
  .max(MAX_PATH_CHARS)
  .regex(/^(\/|\\\\|[A-Za-z]:[\\/])[^\u0000-\u001f\u007f]*$/, "must be an absolute path")
  .meta({ description: "The absolute path of the project, on the caller's machine." });

const Verdict = z.enum(["valid", "invalid", "missing"]);

/** What the caller knows of the place where the project will run. Source: design, section 3. */
export const ProjectContext = z
  .strictObject({
    bound_credentials: z
      .array(z.string().min(1).max(MAX_NAME_CHARS))
      .max(MAX_BOUND_CREDENTIALS)
      .optional()
      .describe("The ids of the credentials that are bound, never their values."),
    docker_available: z.boolean().optional().describe("Whether Docker answers."),
    dashboard_available: z.boolean().optional().describe("Whether the dashboard answers."),
    package_signature: Verdict.optional().describe("What verifying the package's signature said."),
    sbom: Verdict.optional().describe("What verifying the package's bill of materials said."),
  })
  .meta({
    id: "ProjectContext",
    description: "The place where a project will run; what is absent is unknown, and nothing is concluded from it.",
  });
export type ProjectContext = z.infer<typeof ProjectContext>;

const JsonText = z.string().transform((text, issues): unknown => {
  const read = readStrictJson(text);
  if (read.ok) return read.value;
  issues.addIssue({ code: "custom", message: "must be JSON", input: text });
  return z.NEVER;
});

/** The context where it stands beside an archive, in the query string: as JSON text. */
export const ProjectContextParameter = z
  .union([ProjectContext, JsonText])
  .pipe(ProjectContext)
  .meta({ description: 'The context of the project as JSON text, such as `{"docker_available":true}`.' });

/** A project as JSON. */
export const ProjectFiles = z
  .strictObject({
    project_dir: ProjectDir,
    files: z
      .record(z.string(), z.string())
      .describe("The text files by their paths in the project, with `/` between the steps."),
    agent: AgentName.optional().describe("The agent whose project it is. Absent: the name that agent.yaml states."),
    context: ProjectContext.optional(),
  })
  .meta({
    id: "ProjectFiles",
    description: "An agent project: its text files, and what is known of where it will run.",
  });
export type ProjectFiles = z.infer<typeof ProjectFiles>;
