import * as z from "zod";
import { EvidenceType } from "../enums/evidence-type.ts";
import { MAX_REF_CHARS } from "../limits.ts";
import { defineOperation } from "../operation.ts";
import { untrusted } from "../untrusted.ts";

/** A place in a validated project, with what stands there. */
const ProjectEvidence = z
  .strictObject({
    type: EvidenceType,
    ref: z.string().min(1),
    project_dir: z.string().min(1).describe("The project, as it was named when it was validated."),
    path: z.string().min(1).describe("The file in it."),
    start_line: z.int().min(1),
    end_line: z.int().min(1),
    total_lines: z.int().min(1).describe("Lines of the whole file; a line ends at a line feed."),
    content: untrusted(z.string().describe("The lines, with secrets taken out.")),
  })
  .meta({ id: "ProjectEvidence", description: "A place in a validated project, with what stands there." });
export type ProjectEvidence = z.infer<typeof ProjectEvidence>;

const ref = "project_4d1b1f9bb9d3b1b4b8a1f7dba1b0ae6a3d9c0b7b6b6d1f4f0a8e1d5c3b2a1908:agent.yaml:4";

/** Looks up an evidence ref that leads into a validated project. Source: operator contract, EvidenceRef. */
export const resolveProjectEvidence = defineOperation({
  name: "resolveProjectEvidence",
  method: "GET",
  path: "/v1/projects/evidence/{type}/{ref+}",
  scope: "runs:read",
  authority: "cached",
  summary: "Look up evidence in a project",
  description:
    "What stands at the place that a ref of `validateAgentProject` names: a line (`log`), lines or a whole file (`redacted_excerpt`), as they were when the project was validated. Write the ref percent-encoded.",
  params: z.strictObject({
    type: EvidenceType,
    ref: z.string().min(1).max(MAX_REF_CHARS).meta({ description: "The ref, as the evidence has it." }),
  }),
  query: z.strictObject({}),
  status: 200,
  output: ProjectEvidence,
  problems: ["evidence_not_found", "evidence_gone"],
  repeatable: true,
  example: {
    params: { type: "log", ref },
    output: {
      type: "log",
      ref,
      project_dir: "/srv/agents/invoice-chaser",
      path: "agent.yaml",
      start_line: 4,
      end_line: 4,
      total_lines: 5,
      content: "entry: main.py",
    },
  },
});
