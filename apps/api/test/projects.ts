import { strToU8, zipSync } from "fflate";
import { packTar, type TarEntry } from "modern-tar";
import { send, type TestTenant } from "./harness.ts";

export const DIR = "/srv/agents/weather-agent";

/** A project that is ready. */
export const WEATHER_PROJECT = {
  "agent.yaml": "name: weather-agent\nversion: 1.0.0\nruntime: python3.12\nentry: main.py\n",
  "main.py": 'import json\n\n\ndef handle(event):\n    return json.dumps({"sky": "clear"})\n',
  "requirements.txt": "# nothing beyond the standard library\n",
  "policy.yaml": 'version: "1"\nagent:\n  name: weather-agent\n',
};

/** The same with an entry that is not there: it is not ready, because of line 4 of agent.yaml. */
export const BROKEN_PROJECT = {
  ...WEATHER_PROJECT,
  "agent.yaml": WEATHER_PROJECT["agent.yaml"].replace("main.py", "gone.py"),
};

export type Files = Readonly<Record<string, string>>;

/** Validates a project with the agent's key. */
export function validate({ agent }: TestTenant, files: Files, more: { agent?: string; context?: object } = {}) {
  return agent.validateAgentProject({ body: { project_dir: DIR, files, ...more } });
}

/** Posts a body as it is. */
export function postProject(
  { keys }: TestTenant,
  body: BodyInit,
  type = "application/json",
  query = type === "application/json" ? "" : `?project_dir=${encodeURIComponent(DIR)}`,
): Promise<Response> {
  return send(`/v1/projects/validate${query}`, {
    method: "POST",
    headers: { authorization: `Bearer ${keys.agent}`, "content-type": type },
    body,
  });
}

/** The files, or any entries, as a tar archive. */
export function tarOf(files: Files, more: readonly TarEntry[] = []): Promise<Uint8Array<ArrayBuffer>> {
  const entries = Object.entries(files).map(([name, body]) => ({
    header: { name, size: strToU8(body).byteLength },
    body,
  }));
  return packTar([...entries, ...more]).then((bytes) => new Uint8Array(bytes));
}

export function zipOf(files: Files): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)]);
  return new Uint8Array(zipSync(Object.fromEntries(entries)));
}

export async function gzipped(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
