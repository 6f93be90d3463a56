import { describe, expect, it } from "vitest";
import { discardBody, readBody, readStream } from "./read-body.ts";

/** A body whose sender goes away after some bytes. */
function brokenOff(): ReadableStream<Uint8Array> {
  let isSent = false;
  return new ReadableStream({
    pull(controller) {
      if (isSent) controller.error(new TypeError("gone"));
      else controller.enqueue(new TextEncoder().encode('{"events":['));
      isSent = true;
    },
  });
}

describe("a body that breaks off", () => {
  it("is refused where it came in chunks", async () => {
    expect(await readStream(brokenOff(), 100)).toMatchObject({ refused: "incomplete_body" });
    const request = new Request("http://service", { method: "POST", body: brokenOff() });
    expect(await readBody(request, 100)).toMatchObject({ refused: "incomplete_body" });
  });

  it("is refused where its length was told", async () => {
    const headers = { "content-length": "40" };
    const request = new Request("http://service", { method: "POST", headers, body: brokenOff() });
    expect(await readBody(request, 100)).toMatchObject({ refused: "incomplete_body" });
  });

  it("does not stand in the way of another refusal", async () => {
    await discardBody(new Request("http://service", { method: "POST", body: brokenOff() }));
  });
});
