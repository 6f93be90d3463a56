import type { Circumstances, Project } from "../src/project.ts";

/** A project of these files; what the caller knows is nothing unless said. */
export function projectOf(files: Readonly<Record<string, string>>, circumstances: Circumstances = {}): Project {
  return { dir: "/projects/weather", files: new Map(Object.entries(files)), binaries: new Set(), circumstances };
}

/** A policy with what the checks look at. */
export const POLICY = `version: "1"
egress:
  - domain: api.openai.com
    credential: openai
credentials:
  - id: openai
    type: brokered
    service: openai
`;

export const AGENT = `name: weather
version: 1.0.0
runtime: python3.12
entry: main.py
llm:
  provider: openai
  model: gpt-5
  credential: openai
`;
