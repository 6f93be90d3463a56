import { describe, expect, it } from "vitest";
import { edited, elementLine, lineOf, putIn, takeOut } from "../../test/edit.ts";
import { example } from "../../test/example.ts";
import { bundleText, content, policy } from "../../test/log.ts";
import { newSigner } from "../../test/signer.ts";
import { formatVerifierKey } from "../checkpoint/note-key.ts";
import type { Finding } from "./finding.ts";
import type { VerifyBundleOptions } from "./options.ts";
import { verifyBundle } from "./verify.ts";
import type { BundleParts } from "./write.ts";

const { log, parts, text } = await example();

async function findingsAfter(change: (lines: string[]) => void): Promise<Finding[]> {
  return (await verifyBundle(edited(text, change))).findings;
}

/** What is found in a bundle that somebody with the service's key wrote. */
async function findingsIn(
  change: (parts: BundleParts) => BundleParts,
  options?: VerifyBundleOptions,
): Promise<Finding[]> {
  return (await verifyBundle(await bundleText(change(parts), log.active), options)).findings;
}

const replaceIn = (start: string, from: string | RegExp, to: string) => (lines: string[]) => {
  const at = lines.findIndex((line) => line.startsWith(start));
  lines[at] = (lines[at] ?? "").replace(from, to);
};

describe("members", () => {
  it("that are no members", async () => {
    expect(await findingsAfter((lines) => lines.splice(3, 0, '"note":1,'))).toEqual([
      { code: "extra_field", position: "/note" },
    ]);
  });

  it("that stand twice", async () => {
    expect(await findingsAfter((lines) => lines.splice(3, 0, lines[1] ?? ""))).toEqual([
      { code: "duplicate_key", position: "/origin" },
    ]);
  });

  it("that are missing", async () => {
    expect(await findingsAfter((lines) => lines.splice(3, 1))).toEqual([{ code: "removed", position: "/exported_at" }]);
  });

  it("that changed places", async () => {
    expect(await findingsAfter((lines) => lines.splice(2, 0, lines.splice(3, 1)[0] ?? ""))).toEqual([
      { code: "reordered", position: "/run_id" },
    ]);
  });

  it("that say something else: the seal knows what they said", async () => {
    const at = replaceIn('"exported_at"', "T10:", "T11:");
    expect(await findingsAfter(at)).toEqual([{ code: "modified", position: "/exported_at" }]);
    expect(await findingsAfter(replaceIn('{"exp"', "1782982800", "1782982801"))).toEqual([
      { code: "modified", position: "/keys" },
    ]);
  });

  it("that are spelled in another way", async () => {
    expect(await findingsAfter(replaceIn('"exported_at"', ":", ": "))).toEqual([
      { code: "malformed", position: "/exported_at" },
    ]);
  });
});

describe("elements of lists", () => {
  it.each(["keys", "policies", "entries", "receipts", "consistency"])("of %s: one is missing", async (list) => {
    const findings = await findingsAfter((lines) => void takeOut(lines, elementLine(lines, list, 0)));
    expect(findings.map(({ code }) => code)).toContain(list === "keys" ? "unknown_key" : "removed");
  });

  it.each(["policies", "entries", "receipts", "consistency"])("of %s: one stands twice", async (list) => {
    const change = (lines: string[]) => {
      const at = elementLine(lines, list, 0);
      putIn(lines, at, lines[at] ?? "");
    };
    expect(await findingsAfter(change)).toEqual([{ code: "inserted", position: `/${list}/1` }]);
  });

  it.each(["policies", "entries", "receipts", "consistency"])(
    "of %s: the first stands at the end again",
    async (list) => {
      const { length } = JSON.parse(text)[list];
      const change = (lines: string[]) => {
        putIn(lines, elementLine(lines, list, length), lines[elementLine(lines, list, 0)] ?? "");
      };
      expect(await findingsAfter(change)).toEqual([{ code: "inserted", position: `/${list}/${length}` }]);
    },
  );

  it.each(["policies", "entries", "receipts", "consistency"])("of %s: two changed places", async (list) => {
    const change = (lines: string[]) => {
      const at = elementLine(lines, list, 0);
      putIn(lines, at + 1, takeOut(lines, at));
    };
    expect(await findingsAfter(change)).toEqual([{ code: "reordered", position: `/${list}/0` }]);
  });

  it("a member too many, a key that stands twice, and no JSON", async () => {
    const within = (insertion: string) => findingsAfter(replaceIn('{"agent"', "{", `{${insertion}`));
    expect(await within('"a":1,')).toEqual([{ code: "extra_field", position: "/policies/0" }]);
    expect(await within('"agent":"x",')).toEqual([{ code: "duplicate_key", position: "/policies/0" }]);
    expect(await within("{")).toEqual([{ code: "malformed", position: "/policies/0" }]);
  });

  it("a policy whose document is another", async () => {
    const change = replaceIn('{"agent"', "revision 1", "revision 7");
    expect(await findingsAfter(change)).toEqual([{ code: "modified", position: "/policies/0" }]);
  });

  it("an entry that is not the one in the tree", async () => {
    const change = (lines: string[]) => {
      const at = elementLine(lines, "entries", 1);
      lines[at] = (lines[at] ?? "").replace("key_executor", "key_executer");
    };
    expect(await findingsAfter(change)).toEqual([{ code: "modified", position: "/entries/1" }]);
  });

  it("a segment whose count, place or digest was changed", async () => {
    const at = (from: string | RegExp, to: string) =>
      findingsAfter((lines) => {
        const line = lineOf(lines, 4) - 1;
        lines[line] = (lines[line] ?? "").replace(from, to);
      });
    expect(await at('"count":3', '"count":4')).toEqual([{ code: "modified", position: "/segments/1/count" }]);
    expect((await at('"first_seq":4', '"first_seq":5'))[0]).toEqual({
      code: "modified",
      position: "/segments/1/first_seq",
    });
    expect((await at('"digest":"', '"digest":"00'))[0]).toEqual({ code: "malformed", position: "/segments/1" });
    expect(await at(/"digest":"[0-9a-f]{4}/, '"digest":"0000')).toEqual([{ code: "modified", position: 4 }]);
  });
});

describe("a segment that says more than it can", () => {
  const first = (lines: string[]) => lines.findIndex((line) => line.endsWith('"records":['));
  const closing = (lines: string[]) => lines.indexOf("]},");

  it.each([
    ["a member too many in front of its records", first, "{", '{"a":1,', "extra_field"],
    ["a member too many behind its records", closing, "]}", '],"x":1}', "extra_field"],
    ["a key twice in front of its records", first, "{", '{"count":3,', "duplicate_key"],
    ["its records twice", closing, "]}", '],"records":[]}', "duplicate_key"],
    ["what is no JSON behind its records", closing, "]}", "],x}", "malformed"],
  ] as const)("%s", async (_, lineIn, from, to, code) => {
    const change = (lines: string[]) => {
      lines[lineIn(lines)] = (lines[lineIn(lines)] ?? "").replace(from, to);
    };
    expect((await findingsAfter(change))[0]).toEqual({ code, position: "/segments/0" });
  });

  it.each(["a", "x"])("a member %s too many, in a bundle that was parsed", async (name) => {
    const bundle = JSON.parse(text);
    bundle.segments[0][name] = 1;
    expect((await verifyBundle(bundle)).findings[0]).toEqual({ code: "extra_field", position: "/segments/0" });
  });
});

describe("a segment without records", () => {
  it.each([
    [0, "removed", 1],
    [1, "removed", 4],
    [2, "truncated", 7],
  ])("number %i: they are missing", async (index, code, position) => {
    const bundle = JSON.parse(text);
    bundle.segments[index].records = [];
    expect((await verifyBundle(bundle)).findings).toEqual([{ code, position }]);
  });
});

describe("signatures", () => {
  const keys = parts.keys.map(({ vkey }) => vkey);
  const others = [formatVerifierKey(newSigner().key)];

  it("of keys that the reader trusts count", async () => {
    expect((await verifyBundle(text, { trustedKeys: keys })).findings).toEqual([]);
  });

  it("of keys that the reader does not trust do not, whatever keys the bundle has", async () => {
    const { findings } = await verifyBundle(text, { trustedKeys: others });
    expect(findings[0]).toEqual({ code: "unknown_key", position: "/checkpoint" });
    expect(findings.at(-1)).toEqual({ code: "unknown_key", position: "/seal" });
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(["unknown_key"]));
  });

  it("of a key of another deployment do not, though the reader trusts it for that one", async () => {
    const other = newSigner("operator.other");
    const sealed = await bundleText(parts, other);
    const trustedKeys = [...keys, formatVerifierKey(other.key)];
    expect((await verifyBundle(sealed, { trustedKeys })).findings).toEqual([
      { code: "unknown_key", position: "/seal" },
    ]);
  });

  it("of a receipt: another key's, and none", async () => {
    const [first = "", second = ""] = parts.receipts;
    const stranger = newSigner().receipt(JSON.parse(Buffer.from(first.split(".")[1] ?? "", "base64url").toString()));
    expect(await findingsIn((of) => ({ ...of, receipts: [stranger, second] }))).toEqual([
      { code: "unknown_key", position: "/receipts/0" },
    ]);
    const mixed = [first.split(".")[0], first.split(".")[1], second.split(".")[2]].join(".");
    expect(await findingsIn((of) => ({ ...of, receipts: [mixed, second] }))).toEqual([
      { code: "bad_signature", position: "/receipts/0" },
    ]);
  });

  it("of a checkpoint whose size was changed", async () => {
    const [first] = await findingsAfter(replaceIn('"checkpoint"', "\\n7\\n", "\\n8\\n"));
    expect(first).toEqual({ code: "bad_signature", position: "/checkpoint" });
  });

  it("of a seal of a key that is not the service's, and of one that is but not over this", async () => {
    const stranger = await bundleText(parts, newSigner());
    expect((await verifyBundle(stranger)).findings).toEqual([{ code: "unknown_key", position: "/seal" }]);
    expect(await findingsAfter(replaceIn('"seal"', "run_id 1 ", "run_id 2 "))).toEqual([
      { code: "bad_signature", position: "/seal" },
    ]);
  });

  it("that the platform cannot check are said to be unchecked", async () => {
    const verifyEd25519 = () => Promise.reject(new Error("no Ed25519"));
    const { findings } = await verifyBundle(text, { verifyEd25519 });
    expect(findings[0]).toEqual({ code: "unchecked_signature", position: "/checkpoint" });
  });
});

describe("what the service itself would write wrong", () => {
  it("a receipt whose entry is missing, or another", async () => {
    const [first] = await findingsIn((of) => ({ ...of, entries: of.entries.slice(0, 1) }));
    expect(first).toEqual({ code: "removed", position: "/receipts/0" });
  });

  it("a run that is not the one of the head", async () => {
    expect((await findingsIn((of) => ({ ...of, runId: "run_2" })))[0]).toEqual({
      code: "other_run",
      position: "/head",
    });
  });

  it("records that are not those of the head, digests and seal and all", async () => {
    const { log: rewritten } = await example();
    const [one, two, three] = rewritten.segments();
    rewritten.segment([7, 88].map((number) => content(number)));
    const forged = rewritten.segments()[3];
    if (!one || !two || !three || !forged) throw new Error("segments are missing");
    const segments = [one, two, { ...forged, firstSeq: 7 }];
    // Up to position 7 the log has heads that agree.
    expect(await findingsIn((of) => ({ ...of, segments }))).toEqual([{ code: "modified", position: 7 }]);
    expect(await findingsIn((of) => ({ ...of, segments: [one, two, three, forged] }))).toEqual([
      { code: "inserted", position: 9 },
    ]);
    expect(await findingsIn((of) => ({ ...of, segments: [one, two] }))).toEqual([{ code: "truncated", position: 7 }]);
  });

  it("a head on the way that the run never had: the log was rewritten", async () => {
    const changed = await example();
    const { log: other } = changed;
    other.segment([content(1, "run_9")], "run_9");
    const lone = other.tree.append(
      changed.parts.head.leaf.replace('"next_seq":9', '"next_seq":6').replace('"events":8', '"events":5'),
    );
    const checkpoint = await other.sign();
    const entries = [1, 2, 3, 5, lone].map((index) => other.entry(index));
    const head = other.entry(6);
    const forked = { ...changed.parts, checkpoint, entries, head, consistency: [] };
    const { findings } = await verifyBundle(await bundleText(forked, other.active));
    expect(findings).toEqual([{ code: "forked", position: "/entries/4" }]);
  });

  it("policies in no order", async () => {
    expect(await findingsIn((of) => ({ ...of, policies: [policy(3), policy(2)] }))).toEqual([
      { code: "reordered", position: "/policies/0" },
    ]);
  });
});
