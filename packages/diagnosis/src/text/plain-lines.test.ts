import { expect, test } from "vitest";
import { plain, plainLines } from "./plain-lines.ts";

test("Colours, links and the prefix of a container runtime are no part of a line", () => {
  expect(plain("\u001b[1;31mERROR\u001b[0m: \u001b]8;;http://x\u0007boom\u001b]8;;\u0007")).toBe("ERROR: boom");
  expect(plain("2026-07-02T09:00:00.123456789Z stderr F KeyError: 'x'")).toBe("KeyError: 'x'");
});

test("What a carriage return overwrote is not read", () => {
  expect(plain("  10%\r  55%\rdone\r")).toBe("done");
});

test("A long text is read at its head and its tail, with the numbers that its lines have", () => {
  const lines = plainLines(Array.from({ length: 5000 }, (_, index) => `line ${index + 1}`).join("\n"));
  expect(lines.length).toBe(720);
  expect(lines[119]).toEqual({ number: 120, text: "line 120" });
  expect(lines[120]).toEqual({ number: 4401, text: "line 4401" });
});

test("A traceback that a logger wrote into a line of JSON is read line by line", () => {
  const json =
    '{"level":"error","exc":"Traceback (most recent call last):\\n  File \\"/agent/a.py\\", line 3, in f\\nKeyError: 1","t":2}';
  expect(plainLines(`start\n${json}`)).toEqual([
    { number: 1, text: "start" },
    { number: 2, text: "Traceback (most recent call last):" },
    { number: 2, text: '  File "/agent/a.py", line 3, in f' },
    { number: 2, text: "KeyError: 1" },
  ]);
});
