import { describe, expect, it } from "vitest";
import { dependencyFindings } from "./dependency-findings.ts";
import { importedModules } from "./imports.ts";
import { projectOf, summarised } from "./testing/project-of.ts";

function found(main: string, requirements: string, more: Readonly<Record<string, string>> = {}): string[] {
  return summarised(dependencyFindings(projectOf({ "main.py": main, "requirements.txt": requirements, ...more })));
}

describe("a module that is imported", () => {
  it.each([
    ["import requests", "requests"],
    ["import yaml", "PyYAML>=6"],
    ["from PIL import Image", "pillow"],
    ["import cv2", "opencv-python-headless"],
    ["import langchain_openai", "langchain-openai"],
    ["from google.cloud import storage", "google-cloud-storage"],
    ["from google.cloud import vision_v1", "google-cloud-vision"],
    ["from google import genai", "google-genai"],
    ["import azure.ai.inference", "azure-ai-inference"],
    ["import ruamel.yaml", "ruamel.yaml"],
    ["import discord", "discord.py"],
    ["import frontmatter", "python-frontmatter"],
    ["import markdownify", "py-markdownify"],
    ["import os, json, tomllib, __future__", ""],
    ["import _private", ""],
  ])("by %j is declared by %j", (main, requirements) => {
    expect(found(main, requirements)).toEqual([]);
  });

  it.each([
    ["import requests", ""],
    ["import requests", "request"],
    ["import yaml", "yaml-tools-of-nobody\n"],
    ["import langchain", "langchain-openai"],
    ["from google.cloud import storage", "google-cloud-bigquery"],
    ["import distutils", ""],
    ["import mine", "requests"],
  ])("by %j is not declared by %j", (main, requirements) => {
    expect(found(main, requirements)).toEqual(["import_undeclared blocking main.py:1"]);
  });

  it("is told with the package that it belongs to", () => {
    const project = projectOf({ "main.py": "import os\nimport yaml\n", "agent.py": "def f():\n  import yaml\n" });
    expect(dependencyFindings(project)).toEqual([
      {
        code: "import_undeclared",
        severity: "blocking",
        category: "dependency_conflict",
        message:
          'The module "yaml" is imported and no declared dependency brings it; it belongs to the package "pyyaml".',
        nextAction: "install_dependency",
        places: [
          { path: "agent.py", first: 2, last: 2 },
          { path: "main.py", first: 2, last: 2 },
        ],
      },
    ]);
  });

  it.each<[string, string, string, Readonly<Record<string, string>>]>([
    ["is only brought along", "import pydantic", "fastapi", {}],
    ["is only brought along by two steps", "import urllib3", "huggingface-hub", {}],
  ])("%s, which is advisory", (_, main, requirements, more) => {
    expect(found(main, requirements, more)).toEqual(["import_transitive advisory main.py:1"]);
  });

  it("may come with a package of another name", () => {
    expect(found("import acme", "the-acme-platform")).toEqual(["import_undeclared advisory main.py:1"]);
  });

  it("may come with what is installed from an address without a name", () => {
    expect(found("import acme", "git+https://example.com/x.git")).toEqual(["import_undeclared advisory main.py:1"]);
  });

  it("is needed when a function is called", () => {
    expect(found("def f():\n  import acme", "")).toEqual(["import_undeclared advisory main.py:2"]);
  });

  it("is optional inside a try", () => {
    expect(found("try:\n  import acme\nexcept ImportError:\n  acme = None", "")).toEqual([]);
  });

  it("may come with what setup.py declares, when that is installed", () => {
    const setup = { "setup.py": "" };
    expect(found("import acme", "-e .", setup)).toEqual(["import_undeclared advisory main.py:1"]);
    expect(found("import acme", "", setup)).toEqual(["import_undeclared blocking main.py:1"]);
  });

  it("is declared for development only", () => {
    expect(found("import acme", "", { "requirements-dev.txt": "acme" })).toEqual([
      "import_only_development blocking main.py:1",
    ]);
  });

  it("is declared for other systems only", () => {
    expect(found("import acme", "acme; sys_platform == 'win32'")).toEqual(["import_only_elsewhere blocking main.py:1"]);
  });

  it("is declared in a constraint only", () => {
    expect(found("import acme", "-c limits.txt", { "limits.txt": "acme<2" })).toEqual([
      "import_undeclared blocking main.py:1",
    ]);
  });

  it("is declared in an extra only", () => {
    const pyproject = '[project]\nname = "p"\n[project.optional-dependencies]\nx = ["acme"]\n';
    expect(found("import acme", "", { "pyproject.toml": pyproject })).toEqual([
      "import_only_optional advisory main.py:1",
    ]);
  });

  it.each([
    ["agent/helpers.py", "main.py", "import agent.helpers"],
    ["src/mine/__init__.py", "main.py", "import mine"],
    ["helpers.py", "main.py", "import helpers"],
    ["agent/helpers.py", "agent/main.py", "import helpers"],
    ["space/deep/thing.py", "main.py", "import space.deep"],
    ["lib/mine.py", "main.py", "import mine"],
  ])("is the file %s of the project for %s", (path, importer, text) => {
    expect(importedModules(projectOf({ [path]: "", [importer]: text }))).toEqual([]);
  });

  it.each(["tests/x.py", "test_x.py", "x_test.py", "conftest.py", "setup.py", ".venv/lib/x.py", "docs/conf.py"])(
    "by %s is not looked at",
    (path) => {
      expect(importedModules(projectOf({ [path]: "import acme" }))).toEqual([]);
    },
  );
});
