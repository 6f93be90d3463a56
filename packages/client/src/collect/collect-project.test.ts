import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { limits } from "@operator/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { collectProject, ProjectOverLimit } from "./collect-project.ts";

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "collect-"));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Writes files, whose text is their path unless it is given. */
function write(...files: (string | [path: string, content: string | Uint8Array])[]): void {
  for (const file of files) {
    const [path, content] = typeof file === "string" ? [file, `${file}\n`] : file;
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
}

/** The paths that are collected, and those that are skipped for a reason. */
async function collected(): Promise<string[]> {
  return Object.keys((await collectProject(dir)).files);
}

async function skippedFor(reason: string): Promise<string[]> {
  const { skipped } = await collectProject(dir);
  return skipped.filter((one) => one.reason === reason).map(({ path }) => path);
}

describe("collectProject", () => {
  it("answers the text of every file, by its path, the same on every call", async () => {
    write("main.py", "src/zeta.py", "src/a/b.py", "agent.yaml", ["bom.txt", "\ufeffx\r\n"]);
    const project = await collectProject(dir);
    expect(project.project_dir).toBe(dir);
    expect(Object.keys(project.files)).toEqual(["agent.yaml", "bom.txt", "main.py", "src/a/b.py", "src/zeta.py"]);
    expect(project.files["src/a/b.py"]).toBe("src/a/b.py\n");
    expect(project.files["bom.txt"]).toBe("\ufeffx\r\n");
    expect(JSON.stringify(await collectProject(dir))).toBe(JSON.stringify(project));
  });

  it("leaves out what is no source", async () => {
    write(
      "main.py",
      ".git/config",
      "node_modules/x/index.js",
      "web/node_modules/y.js",
      ".venv/bin/x",
      "a/__pycache__/b",
    );
    write("odd-name/pyvenv.cfg", "odd-name/lib/site.py", ["sub/.git", "gitdir: ../.git/modules/sub\n"]);
    expect(await collected()).toEqual(["main.py"]);
    expect(await skippedFor("excluded")).toEqual([
      ".git/",
      ".venv/",
      "a/__pycache__/",
      "node_modules/",
      "odd-name/",
      "sub/.git",
      "web/node_modules/",
    ]);
  });

  it("never takes a file of secrets by its name, whatever the rules say, and takes the examples", async () => {
    const secret = [
      ".aws/config",
      ".env",
      ".env.local",
      ".envrc",
      ".netrc",
      ".pypirc",
      ".ssh/known_hosts",
      "ID_RSA",
      "certs/server.pem",
      "certs/server.KEY",
      "config/prod.env",
      "credentials.json",
      "id_ed25519",
      "my-service-account.json",
      "store.jks",
      "store.keystore",
      "store.p12",
      "store.pfx",
    ];
    write(...secret, ".env.example", ".env.sample", "keys.py", [".gitignore", "!.env\n!*.pem\n"]);
    expect(await collected()).toEqual([".env.example", ".env.sample", ".gitignore", "keys.py"]);
    const folders = ["config/", "certs/"];
    const skipped = (await skippedFor("secret")).filter((path) => !folders.includes(path));
    expect(skipped).toEqual(secret.map((path) => path.replace(/^(\.aws|\.ssh)\/.*/, "$1/")).sort());
  });

  it("takes no configuration with a token in it, and no key of a service account", async () => {
    write([".npmrc", "//registry.npmjs.org/:_authToken=npm_x\n"], ["a/.npmrc", "save-exact=true\n"]);
    write(["gcp.json", '{"type": "service_account", "private_key": "x"}'], ["b.json", '{"type": "service_account"}']);
    expect(await collected()).toEqual(["a/.npmrc", "b.json"]);
    expect(await skippedFor("secret")).toEqual([".npmrc", "gcp.json"]);
  });

  it("names binary files and sends none of them", async () => {
    write("a.py", ["logo.png", new Uint8Array([137, 80, 78, 71, 0, 1])], ["latin.txt", new Uint8Array([0x63, 0xe9])]);
    write(["late.bin", new Uint8Array(20_000).fill(97, 0, 19_000)]);
    expect(await collected()).toEqual(["a.py"]);
    expect(await skippedFor("binary")).toEqual(["late.bin", "latin.txt", "logo.png"]);
  });

  it("follows no link, opens no pipe, and goes on where it may not read", async () => {
    const outside = mkdtempSync(join(tmpdir(), "outside-"));
    writeFileSync(join(outside, "secret.txt"), "outside");
    write("a.py");
    symlinkSync(join(outside, "secret.txt"), join(dir, "file-link"));
    symlinkSync(outside, join(dir, "folder-link"));
    symlinkSync(dir, join(dir, "loop"));
    execFileSync("mkfifo", [join(dir, "pipe")]);
    expect(await collected()).toEqual(["a.py"]);
    expect(await skippedFor("symlink")).toEqual(["file-link", "folder-link", "loop"]);
    expect(await skippedFor("not_a_file")).toEqual(["pipe"]);
    rmSync(outside, { recursive: true });
  });

  it.runIf(process.getuid?.() !== 0)("says what it could not read", async () => {
    write("a.py", "locked.py", "locked/b.py");
    chmodSync(join(dir, "locked.py"), 0);
    chmodSync(join(dir, "locked"), 0);
    expect(await skippedFor("unreadable")).toEqual(["locked.py", "locked/"]);
    chmodSync(join(dir, "locked"), 0o700);
  });

  it("takes no name that the service would refuse", async () => {
    write("a.py", "back\\slash.py", "new\nline.py", "__proto__", ["__proto__.py", "x"]);
    expect(await collected()).toEqual(["__proto__.py", "a.py"]);
    expect(await skippedFor("unsafe_name")).toEqual(["__proto__", "back\\slash.py", "new\nline.py"]);
  });

  it("refuses a project of too many files, and says which limit was passed", async () => {
    const names = Array.from({ length: limits.MAX_PROJECT_FILES }, (_, index) => `f/${index}.py`);
    write(...names);
    expect(await collected()).toHaveLength(limits.MAX_PROJECT_FILES);
    write("z.py");
    const error: unknown = await collectProject(dir).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProjectOverLimit);
    expect(error).toMatchObject({ kind: "too_many_files", limit: limits.MAX_PROJECT_FILES, path: "z.py" });
  });

  it("refuses a project that is too large, counted in bytes, and counts nothing that is left out", async () => {
    const half = "é".repeat(limits.MAX_PROJECT_BYTES / 4);
    write(["a.txt", half], ["b.txt", half], ["c.bin", new Uint8Array(1_000_000)]);
    expect(await collected()).toEqual(["a.txt", "b.txt"]);
    write(["d.txt", "x"]);
    await expect(collectProject(dir)).rejects.toMatchObject({ kind: "project_too_large", path: "d.txt" });
  });

  it("refuses a folder that is not there", async () => {
    await expect(collectProject(join(dir, "nothing"))).rejects.toMatchObject({ code: "ENOENT" });
  });
});

/** What git itself says is not ignored: tracked or not, with the rules of the folder alone. */
function listedByGit(): string[] {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "core.excludesFile=", ...args], { cwd: dir, encoding: "utf8" });
  git("init", "-q");
  return git("ls-files", "-z", "--others", "--exclude-standard").split("\0").filter(Boolean).sort();
}

describe("rules of git", () => {
  it.each<[string, Record<string, string>, string[]]>([
    ["names and folders", { "": "*.log\nbuild/\n" }, ["a.log", "b/c.log", "build/x", "b/build/y", "build.py", "a.py"]],
    ["rooted ones", { "": "/dist\nsrc/gen\n" }, ["dist/a", "b/dist/a", "src/gen/x", "b/src/gen/y"]],
    ["what is taken back", { "": "*.txt\n!keep.txt\n" }, ["a.txt", "keep.txt", "b/keep.txt"]],
    ["nothing back in an ignored folder", { "": "out/\n!out/keep.txt\n" }, ["out/keep.txt", "a"]],
    ["everything but", { "": "*\n!*/\n!*.py\n!.gitignore\n" }, ["a.py", "a.txt", "b/c.py", "b/c.txt"]],
    ["all in a folder", { "": "logs/**\n!logs/keep/\n!logs/keep/a\n" }, ["logs/x", "logs/keep/a", "logs/keep/b"]],
    [
      "a nearer file",
      { "": "*.log\n", pkg: "!*.log\n*.tmp\n" },
      ["a.log", "pkg/a.log", "pkg/x/b.log", "pkg/a.tmp", "a.tmp"],
    ],
    [
      "a folder that a nearer file takes back",
      { "": "secret/\n*.bak\n", pkg: "!secret/\n" },
      ["pkg/secret/a", "pkg/secret/b.bak", "secret/a"],
    ],
    ["a rooted one of a nearer file", { pkg: "/only\n" }, ["only", "pkg/only", "pkg/x/only"]],
    ["escapes, comments and spaces", { "": "# x\n\\#a\n\\!b\nc  \n" }, ["#a", "!b", "c", "d"]],
    ["case", { "": "Makefile.LOCAL\n" }, ["makefile.local", "Makefile.LOCAL"]],
    ["stars over folders", { "": "**/tmp/*.x\na/**/z\n" }, ["tmp/1.x", "q/tmp/2.x", "q/tmp/r/3.x", "a/z", "a/b/c/z"]],
  ])("are read as git reads them: %s", async (_, rules, files) => {
    write(...files);
    for (const [folder, text] of Object.entries(rules)) write([join(folder, ".gitignore"), text]);
    expect(await collected()).toEqual(listedByGit());
  });
});

describe("rules of Docker", () => {
  it.each<[string, string, string[], string[]]>([
    ["rooted names", "build\n*.md\n", ["build/x", "a/build/x", "b.md", "a/b.md"], ["a/b.md", "a/build/x"]],
    ["at any depth", "**/build\n", ["build/x", "a/build/x", "a/b"], ["a/b"]],
    [
      "what comes back from a folder",
      "*\n!src/**\n!agent.yaml\n",
      ["src/a.py", "x.py", "agent.yaml", "q/a.py"],
      ["agent.yaml", "src/a.py"],
    ],
    ["the last rule that fits", "src\n!src/a.py\nsrc/b.py\n", ["src/a.py", "src/b.py", "src/c.py"], ["src/a.py"]],
    ["a path with a slash in front", "/tmp/\n./logs\n", ["tmp/a", "logs/a", "b"], ["b"]],
  ])("are rooted, and bring back: %s", async (_, rules, files, expected) => {
    write(...files, [".dockerignore", rules]);
    expect((await collected()).filter((path) => path !== ".dockerignore")).toEqual(expected);
  });

  it("hold beside those of git and of the pack: what any of them leaves out is left out", async () => {
    write("a", "b", "c", "d", [".gitignore", "a\n"], [".dockerignore", "b\n!a\n"], [".agentpaasignore", "c\n"]);
    expect(await collected()).toEqual([".agentpaasignore", ".dockerignore", ".gitignore", "d"]);
    expect(await skippedFor("ignored")).toEqual(["a", "b", "c"]);
  });
});
