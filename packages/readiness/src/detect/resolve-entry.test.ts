import { expect, it } from "vitest";
import { projectOf } from "../../test/projects.ts";
import { likelyEntry } from "./likely-entry.ts";
import { resolveEntry } from "./resolve-entry.ts";

const project = projectOf({
  "main.py": "",
  "src/weather/main.py": "",
  "src/weather/__init__.py": "",
  "tool/__main__.py": "",
  "lib/data.txt": "",
});

it.each([
  ["main.py", { kind: "file", path: "main.py" }],
  ["././main.py", { kind: "file", path: "main.py" }],
  ["main.py:app.run", { kind: "file", path: "main.py", attribute: "app.run" }],
  ["main:app", { kind: "file", path: "main.py", attribute: "app" }],
  ["weather.main", { kind: "file", path: "src/weather/main.py" }],
  ["weather", { kind: "file", path: "src/weather/__init__.py" }],
  ["tool", { kind: "file", path: "tool/__main__.py" }],
  ["tool/", { kind: "file", path: "tool/__main__.py" }],
  ["lib", { kind: "folder", path: "lib" }],
  ["python -m weather", { kind: "command" }],
  ["Main.py", { kind: "missing", path: "Main.py", similar: "main.py" }],
  ["app/main.py", { kind: "missing", path: "app/main.py", similar: "src/weather/main.py" }],
  ["other.py", { kind: "missing", path: "other.py" }],
  ["../main.py", { kind: "unsafe", reason: "traversal" }],
  ["src/../main.py", { kind: "unsafe", reason: "traversal" }],
  ["/main.py", { kind: "unsafe", reason: "absolute" }],
  ["~/main.py", { kind: "unsafe", reason: "absolute" }],
  ["C:/main.py", { kind: "unsafe", reason: "absolute" }],
  ["src\\main.py", { kind: "unsafe", reason: "backslash" }],
  ["https://example.com/main.py", { kind: "unsafe", reason: "address" }],
])("the entry %j leads to %j", (entry, expected) => {
  expect(resolveEntry(entry, project)).toEqual(expected);
});

it.each([
  [{ "langgraph.json": '{"graphs":{"a":{"path":"./graph.py:g"}}}', "graph.py": "", "main.py": "" }, "graph.py"],
  [{ "package.json": '{"main":"lib/start.js"}', "lib/start.js": "", "index.js": "" }, "lib/start.js"],
  [{ "package.json": "{", "index.ts": "" }, "index.ts"],
  [{ "src/crew_one/crew.py": "", "src/crew_one/main.py": "" }, "src/crew_one/main.py"],
  [{ "README.md": "" }, undefined],
])("the files %j start with %j", (files, expected) => {
  expect(likelyEntry(projectOf(files))).toBe(expected);
});
