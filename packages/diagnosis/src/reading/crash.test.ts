import { expect, test } from "vitest";
import { plainLines } from "../text/plain-lines.ts";
import { isOwn } from "./frames.ts";
import { nodeCrashes } from "./node.ts";
import { pythonCrashes } from "./python.ts";

function python(text: string) {
  return pythonCrashes(plainLines(text));
}

function traceback(file: string, exception: string): string {
  return `Traceback (most recent call last):\n  File "${file}", line 3, in run\n    go()\n    ^^^^\n${exception}\n`;
}

const DURING = "\nDuring handling of the above exception, another exception occurred:\n\n";

test("A chain of Python is one crash whose cause stands first", () => {
  const [crash, ...others] = python(
    traceback("/agent/a.py", "KeyError: 'x'") + DURING + traceback("/agent/b.py", "RuntimeError: y"),
  );
  expect(others).toEqual([]);
  expect(crash?.blocks.map(({ name, message }) => [name, message])).toEqual([
    ["KeyError", "'x'"],
    ["RuntimeError", "y"],
  ]);
});

test("Two tracebacks without a sentence between them are two crashes", () => {
  expect(python(traceback("/agent/a.py", "KeyError: 'x'") + traceback("/agent/b.py", "ValueError")).length).toBe(2);
});

test("A message of several lines belongs to its exception, and a traceback without one is none", () => {
  const [crash] = python(traceback("/agent/a.py", "pydantic.ValidationError: 1 error\nkey\n  Field required"));
  expect(crash?.blocks[0]).toMatchObject({ exception: 4, last: 6 });
  expect(python('Traceback (most recent call last):\n  File "/agent/a.py", line 3, in run\n')).toEqual([]);
});

test("The exceptions of a group are the causes of the group", () => {
  const text = [
    "  + Exception Group Traceback (most recent call last):",
    '  |   File "/agent/main.py", line 20, in <module>',
    "  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)",
    "  +-+---------------- 1 ----------------",
    "    | Traceback (most recent call last):",
    '    |   File "/agent/work.py", line 12, in fetch',
    "    | ValueError: page is empty",
    "    +------------------------------------",
  ].join("\n");
  expect(python(text)[0]?.blocks.map(({ name }) => name)).toEqual(["ValueError", "ExceptionGroup"]);
});

test("The cause that Node.js prints behind a stack stands first, and frames go from outer to inner", () => {
  const text = [
    "TypeError: fetch failed",
    "    at node:internal/deps/undici/undici:13510:13",
    "    at async main (file:///agent/index.mjs:9:13) {",
    "  [cause]: Error: getaddrinfo EAI_AGAIN api.example.com",
    "      at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:122:26) {",
    "    code: 'EAI_AGAIN'",
    "  }",
    "}",
  ].join("\n");
  const [crash] = nodeCrashes(plainLines(text));
  expect(crash?.blocks.map(({ name }) => name)).toEqual(["Error", "TypeError"]);
  expect(crash?.blocks[1]?.frames[0]).toMatchObject({ file: "/agent/index.mjs", line: "9" });
  expect(crash?.last).toBe(7);
});

test.each([
  ["/agent/main.py", true],
  ["main.py", true],
  ["/usr/local/lib/python3.12/site-packages/requests/api.py", false],
  ["/usr/local/lib/python3.12/asyncio/runners.py", false],
  ["<frozen importlib._bootstrap>", false],
  ["/opt/agentpaas/harness/worker.py", false],
  ["/app/node_modules/axios/index.js", false],
  ["node:internal/modules/cjs/loader", false],
])("%s is the agent's own: %s", (file, own) => {
  expect(isOwn({ index: 0, file, line: "1" })).toBe(own);
});
