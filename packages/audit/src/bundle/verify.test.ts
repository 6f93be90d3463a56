import { describe, expect, it } from "vitest";
import { example } from "../../test/example.ts";
import { verifyBundle } from "./verify.ts";

it("x", async () => {
  const { text } = await example();
  console.log(text);
  console.log(await verifyBundle(text));
  console.log(await verifyBundle(JSON.parse(text)));
});
