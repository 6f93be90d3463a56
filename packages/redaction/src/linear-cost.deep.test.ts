import { expect, it } from "vitest";
import { redactText } from "./redact-text.ts";
import { Scan } from "./scan/scan.ts";
import { hostileTexts } from "./testing/hostile.ts";

// Speed is measured by bench/redaction. Here a bound that only a quadratic step can miss: the slowest of these takes a tenth of it.
const GENEROUS_MS = 1_000;
const CHARS = 64 * 1024;

it("takes no hostile text for long", () => {
  const slow: string[] = [];
  for (const { name, text } of hostileTexts(CHARS)) {
    const start = performance.now();
    redactText(text);
    if (performance.now() - start > GENEROUS_MS) slow.push(name);
  }
  expect(slow).toEqual([]);
}, 120_000);

it("looks for the end of a string once, however often it is asked", () => {
  let reads = 0;
  const text = `${"x".repeat(5_000)}"`;
  const counted = new Proxy(new String(text), {
    get(target, property) {
      if (property === "charCodeAt") {
        return (at: number) => {
          reads += 1;
          return text.charCodeAt(at);
        };
      }
      return Reflect.get(target, property, target);
    },
  });
  const scan = new Scan(counted as unknown as string);
  for (let from = 0; from < 5_000; from += 1) expect(scan.closing(from, 0x22, 0)).toBe(5_000);
  expect(reads).toBeLessThan(3 * text.length);
});
