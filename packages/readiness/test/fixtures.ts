import { readdirSync, readFileSync } from "node:fs";
import { ErrorCategory, NextAction } from "@operator/contract";
import * as z from "zod";
import type { Circumstances } from "../src/project.ts";

const FOLDER = new URL("../fixtures/projects/", import.meta.url);

const Issue = z.strictObject({
  code: z.string(),
  severity: z.enum(["blocking", "advisory"]),
  category: ErrorCategory,
  action: NextAction,
  file: z.string().optional(),
  lines: z.tuple([z.int(), z.int()]).optional(),
});

/** A labelled project. Files are lists of lines; `null` takes a file of the base away. */
const Fixture = z.strictObject({
  label: z.string(),
  base: z.string().optional(),
  files: z.record(z.string(), z.array(z.string()).nullable()),
  context: z.custom<Circumstances>().optional(),
  expected: z.strictObject({ ready: z.boolean(), runtime: z.string().optional(), issues: z.array(Issue) }),
});
type Fixture = z.infer<typeof Fixture>;

// Put together here, so that no scanner takes what stands in the repository for a secret.
const SECRETS: Readonly<Record<string, string>> = {
  aws_key: ["AKIA", "3Q7ZLMNOPRST2WXY"].join(""),
  openai_key: ["sk", "proj", "Zx9Yw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0Fe9Dc8Ba7Zx6Yw5Vu4"].join("-"),
  github_token: ["ghp", "a8Zk3LmQ7xT2vB9nR4cY6wE1uJ5oP0dFsGhK"].join("_"),
  private_key: [
    ["-----BEGIN", "PRIVATE KEY-----"].join(" "),
    ...Array.from({ length: 4 }, (_, row) =>
      "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cK".slice(row),
    ),
    ["-----END", "PRIVATE KEY-----"].join(" "),
  ].join("\n"),
};

function load(name: string): Fixture {
  return Fixture.parse(JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8")));
}

function filesOf({ base, files }: Fixture): Map<string, string> {
  const all = base === undefined ? new Map<string, string>() : filesOf(load(base));
  for (const [path, lines] of Object.entries(files)) {
    if (lines === null) all.delete(path);
    else
      all.set(
        path,
        lines.join("\n").replace(/\{\{(\w+)\}\}/g, (found, secret: string) => SECRETS[secret] ?? found),
      );
  }
  return all;
}

export interface Labelled {
  name: string;
  label: string;
  files: ReadonlyMap<string, string>;
  circumstances: Circumstances;
  expected: Fixture["expected"];
}

/** Every labelled project. */
export const fixtures: readonly Labelled[] = readdirSync(FOLDER)
  .map((file) => file.replace(/\.json$/, ""))
  .sort()
  .map((name) => {
    const fixture = load(name);
    const { label, context, base, expected } = fixture;
    const inherited = base === undefined ? undefined : load(base).context;
    return { name, label, files: filesOf(fixture), circumstances: context ?? inherited ?? {}, expected };
  });

/** What no answer holds: each line of a secret, and the password that stands in an address. */
export const secrets: readonly string[] = ["hunter2hunter2", ...Object.values(SECRETS)]
  .flatMap((secret) => secret.split("\n"))
  .filter((line) => !line.startsWith("-----"));
