import { describe, expect, it } from "vitest";
import { edited, lineOf, lineWith, partsOf, putIn, rechained, takeOut } from "../../test/edit.ts";
import { example } from "../../test/example.ts";
import { content } from "../../test/log.ts";
import type { Finding } from "./finding.ts";
import { verifyBundle } from "./verify.ts";

const { text } = await example();

/** What is found first when the lines of the valid bundle are changed. */
async function firstAfter(change: (lines: string[]) => void): Promise<Finding | undefined> {
  const { ok, findings } = await verifyBundle(edited(text, change));
  expect(ok).toBe(findings.length === 0);
  return findings[0];
}

/** Changes the line of a record, hash and all, and nothing else. */
function rewrite(lines: string[], seq: number, change: (record: ReturnType<typeof partsOf>) => object): void {
  const at = lineOf(lines, seq);
  const record = partsOf(lines[at] ?? "");
  lines[at] = lineWith({ ...record, ...change(record) }) + (lines[at]?.endsWith(",") ? "," : "");
}

function move(lines: string[], seq: number, to: number): void {
  const line = takeOut(lines, lineOf(lines, seq));
  putIn(lines, to < seq ? lineOf(lines, to) : lineOf(lines, to) + 1, line);
}

const other = (record: { content: string }) => ({ content: record.content.replace("step", "stop") });

describe("a bundle as it was written", () => {
  it("verifies, as text, as bytes and as the value that JSON.parse makes of it", async () => {
    for (const bundle of [text, new TextEncoder().encode(text), JSON.parse(text)]) {
      expect((await verifyBundle(bundle)).findings).toEqual([]);
    }
  });

  it("says what it is of and what can be kept of it", async () => {
    const { facts } = await verifyBundle(text);
    expect(facts).toMatchObject({
      origin: "operator.example/acme",
      runId: "run_1",
      segments: 3,
      records: 8,
      purged: 0,
    });
    expect(facts.checkpoint?.size).toBe(7);
    expect(facts.signers).toHaveLength(2);
  });
});

describe("a record that was changed is modified, and named", () => {
  it.each([1, 2, 3, 4, 8])("record %i: what it says", async (seq) => {
    const change = (lines: string[]) => {
      const at = lineOf(lines, seq);
      lines[at] = (lines[at] ?? "").replace("step", "stop");
    };
    expect(await firstAfter(change)).toEqual({ code: "modified", position: seq });
  });

  it.each([1, 2, 3, 4, 6])("record %i: what it says, and its own hash", async (seq) => {
    expect(await firstAfter((lines) => rewrite(lines, seq, other))).toEqual({ code: "modified", position: seq });
  });

  it("record 8, the last: what it says, and its own hash", async () => {
    expect(await firstAfter((lines) => rewrite(lines, 8, other))).toEqual({ code: "modified", position: 7 });
  });

  it.each([2, 5, 8])("record %i: what it follows, and its own hash", async (seq) => {
    const change = (lines: string[]) => rewrite(lines, seq, () => ({ prevHash: "cd".repeat(32) }));
    expect(await firstAfter(change)).toEqual({ code: "modified", position: seq });
  });

  it.each([2, 5])("record %i: its position, and its own hash", async (seq) => {
    const change = (lines: string[]) => rewrite(lines, seq, () => ({ seq: 7 }));
    expect(await firstAfter(change)).toEqual({ code: "modified", position: seq });
  });

  it("with every hash behind it: the segment is named by its first record", async () => {
    const change = (lines: string[]) => {
      rewrite(lines, 5, other);
      rechained(lines);
    };
    expect(await firstAfter(change)).toEqual({ code: "modified", position: 4 });
  });

  it("nothing else is found beside it", async () => {
    const { findings } = await verifyBundle(edited(text, (lines) => rewrite(lines, 5, other)));
    expect(findings).toEqual([{ code: "modified", position: 5 }]);
  });
});

describe("a record that is missing is removed", () => {
  it.each([1, 2, 3, 4, 6, 7])("record %i", async (seq) => {
    const change = (lines: string[]) => void takeOut(lines, lineOf(lines, seq));
    expect(await firstAfter(change)).toEqual({ code: "removed", position: seq });
  });

  it("several in a row, by the first", async () => {
    const change = (lines: string[]) => {
      takeOut(lines, lineOf(lines, 2));
      takeOut(lines, lineOf(lines, 3));
    };
    expect(await firstAfter(change)).toEqual({ code: "removed", position: 2 });
  });

  it("a whole segment", async () => {
    const change = (lines: string[]) => void lines.splice(lineOf(lines, 4) - 1, 5);
    expect(await firstAfter(change)).toEqual({ code: "removed", position: 4 });
  });

  it("with every hash behind it: where its segment ends too early", async () => {
    const change = (lines: string[]) => {
      takeOut(lines, lineOf(lines, 2));
      rechained(lines);
    };
    expect(await firstAfter(change)).toEqual({ code: "removed", position: 3 });
  });
});

describe("a record that is too many is inserted", () => {
  it.each([2, 4, 7])("a copy of record 1 before record %i", async (seq) => {
    const change = (lines: string[]) => putIn(lines, lineOf(lines, seq), lines[lineOf(lines, 1)] ?? "");
    expect(await firstAfter(change)).toEqual({ code: "inserted", position: seq === 2 ? 1 : seq });
  });

  it("a copy of a later record", async () => {
    const change = (lines: string[]) => putIn(lines, lineOf(lines, 2), lines[lineOf(lines, 6)] ?? "");
    expect(await firstAfter(change)).toEqual({ code: "inserted", position: 2 });
  });

  it.each([2, 4, 6, 8])("a new one that follows as it should, before record %i", async (seq) => {
    const change = (lines: string[]) => {
      const { prevHash } = partsOf(lines[lineOf(lines, seq)] ?? "");
      putIn(lines, lineOf(lines, seq), lineWith({ seq, prevHash, content: content(99) }));
    };
    expect(await firstAfter(change)).toEqual({ code: "inserted", position: seq });
  });

  it.each([9, 999])("a new one at the end, with position %i", async (seq) => {
    const change = (lines: string[]) => {
      const { hash } = partsOf(lines[lineOf(lines, 8)] ?? "");
      putIn(lines, lineOf(lines, 8) + 1, lineWith({ seq, prevHash: hash, content: content(99) }));
    };
    expect(await firstAfter(change)).toEqual({ code: "inserted", position: 9 });
  });

  it("with every hash behind it: where its segment goes on too long", async () => {
    const change = (lines: string[]) => {
      putIn(lines, lineOf(lines, 2), lineWith({ seq: 2, prevHash: "", content: content(99) }));
      rechained(lines);
    };
    expect(await firstAfter(change)).toEqual({ code: "inserted", position: 4 });
  });
});

describe("a record in another place is reordered", () => {
  it.each([
    [1, 2],
    [2, 3],
    [3, 4],
    [7, 8],
    [2, 7],
  ])("record %i moved behind record %i", async (seq, to) => {
    expect(await firstAfter((lines) => move(lines, seq, to))).toEqual({ code: "reordered", position: seq });
  });

  it.each([
    [6, 2],
    [8, 1],
    [5, 4],
  ])("record %i moved before record %i", async (seq, to) => {
    expect(await firstAfter((lines) => move(lines, seq, to))).toEqual({ code: "reordered", position: to });
  });

  it("segments that changed places", async () => {
    const change = (lines: string[]) => {
      const at = lineOf(lines, 1) - 1;
      lines.splice(at + 5, 0, ...lines.splice(at, 5));
    };
    expect(await firstAfter(change)).toEqual({ code: "reordered", position: 1 });
  });

  it("nothing else is found beside it", async () => {
    const { findings } = await verifyBundle(edited(text, (lines) => move(lines, 2, 3)));
    expect(findings).toEqual([{ code: "reordered", position: 2 }]);
  });
});

describe("a run without its end is truncated", () => {
  it("its last record", async () => {
    const change = (lines: string[]) => void takeOut(lines, lineOf(lines, 8));
    expect(await firstAfter(change)).toEqual({ code: "truncated", position: 8 });
  });

  it("its last segment", async () => {
    const change = (lines: string[]) => {
      lines.splice(lineOf(lines, 7) - 1, 4);
      lines[lineOf(lines, 6) + 1] = "]}";
    };
    expect(await firstAfter(change)).toEqual({ code: "truncated", position: 7 });
  });

  it.each([3, 6, 7])("the file behind record %i", async (seq) => {
    const cut =
      text.slice(0, text.indexOf(`{"seq":${seq},`)) + text.slice(text.indexOf(`{"seq":${seq},`)).split("\n")[0];
    const [first] = (await verifyBundle(cut)).findings;
    expect(first).toEqual({ code: "truncated", position: seq });
  });

  it("the file, wherever it is cut", async () => {
    for (let length = 1; length < text.length; length += 97) {
      const { findings } = await verifyBundle(text.slice(0, length));
      expect(findings.at(-1)?.code, `${length}`).toBe("truncated");
    }
    expect((await verifyBundle(text.slice(0, -1))).findings).toEqual([{ code: "truncated", position: "/seal" }]);
  });
});

describe("what a record is not made of", () => {
  const within = (seq: number, insertion: string) =>
    firstAfter((lines) => {
      const at = lineOf(lines, seq);
      lines[at] = (lines[at] ?? "").replace('"payload":{', `"payload":{${insertion}`);
    });

  it("a key that stands twice", async () => {
    expect(await within(4, '"number":4,')).toEqual({ code: "duplicate_key", position: 4 });
  });

  it("a member that no record has", async () => {
    const change = (lines: string[]) => {
      const at = lineOf(lines, 7);
      lines[at] = (lines[at] ?? "").replace('"payload":', '"note":1,"payload":');
    };
    expect(await firstAfter(change)).toEqual({ code: "extra_field", position: 7 });
  });

  it("a member of its payload that it had not", async () => {
    expect(await within(4, '"also":4,')).toEqual({ code: "modified", position: 4 });
  });

  it("no JSON", async () => {
    expect(await within(4, '"also":')).toEqual({ code: "malformed", position: 4 });
  });
});
