import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { editPolicy } from "./edit-policy.ts";
import type { PolicyEdit } from "./policy-edit.ts";
import { readPolicy } from "./read-policy.ts";
import { unifiedDiff } from "./unified-diff.ts";

const folder = new URL("../../fixtures/documents/valid/", import.meta.url);
const fixture = (name: string) => readFileSync(new URL(name, folder), "utf8");

function policyOf(text: string) {
  const read = readPolicy(text);
  if (read.kind === "invalid") throw new Error(JSON.stringify(read.errors));
  return read.policy;
}

/** The lines that an edit takes out and puts in. */
function changes(text: string, ...edits: PolicyEdit[]): string[] {
  const [, , ...lines] = unifiedDiff(text, editPolicy(text, edits)).split("\n");
  return lines.filter((line) => /^[-+]/.test(line));
}

const newRule: PolicyEdit = {
  kind: "add_egress",
  rule: { domain: "new.example.com", ports: [443, 8443], methods: ["GET"] },
};

describe("what is added looks like what is beside it", () => {
  test("indentation, gaps, quotes, padding and blank lines of the rules above", () => {
    expect(changes(fixture("comments-and-blanks.yaml"), newRule)).toEqual([
      "+    -   domain: 'new.example.com'",
      "+        ports: [ 443, 8443 ]",
      "+        methods: [ GET ]",
      "+",
    ]);
  });

  test("a rule between brackets beside others, on a line of its own where they have one", () => {
    expect(changes(fixture("whole-in-one-list.yaml"), newRule)).toEqual([
      "+  {domain: new.example.com, ports: [443, 8443], methods: [GET]},",
    ]);
    expect(editPolicy('{version: "1", egress: [ {domain: a.example} ]}', [newRule])).toBe(
      '{version: "1", egress: [ {domain: a.example}, {domain: new.example.com, ports: [443, 8443], methods: [GET]} ]}',
    );
  });

  test("line ends of Windows, lists at the margin and no last line break", () => {
    expect(editPolicy(fixture("crlf-without-last-newline.yaml"), [newRule])).toBe(
      `${fixture("crlf-without-last-newline.yaml")}\r\n- domain: new.example.com\r\n  ports: [443, 8443]\r\n  methods:\r\n  - GET`,
    );
  });

  test.each([["egress:"], ["egress: []"], ["egress: ~"], ["egress: null"], ["egress: # none"], ["egress: [] # none"]])(
    "the first rule of %j",
    (section) => {
      const comment = section.includes("#") ? " # none" : "";
      expect(
        editPolicy(`version: "1"\n${section}\nhooks: []\n`, [{ kind: "add_egress", rule: { domain: "a.example" } }]),
      ).toBe(`version: "1"\negress:${comment}\n  - domain: a.example\nhooks: []\n`);
    },
  );

  test("a new section comes where the policy reference has it, with the blank line that sections have", () => {
    const text = 'version: "1"\n\negress:\n  - domain: a.example\n\n# hooks\nhooks: []\n';
    const credential = { id: "a", type: "brokered", service: "s" };
    expect(editPolicy(text, [{ kind: "add_credential", credential }])).toBe(
      'version: "1"\n\negress:\n  - domain: a.example\n\ncredentials:\n  - id: a\n    type: brokered\n    service: s\n\n# hooks\nhooks: []\n',
    );
  });

  test("values are quoted where YAML would take them for something else", () => {
    const text = 'version: "1"\nmcp_servers:\n  - name: tools\n    allowed_tools: [read]\n';
    const tools = ["on", "7", "1e3", "a: b", "#c", "0x1", "*", "search.web", "list-all"];
    const edits = tools.map((tool): PolicyEdit => ({ kind: "add_allowed_tool", server: 0, tool }));
    expect(changes(text, ...edits)).toEqual([
      "-    allowed_tools: [read]",
      '+    allowed_tools: [read, "on", "7", "1e3", "a: b", "#c", "0x1", "*", search.web, list-all]',
    ]);
  });
});

describe("lists of a rule", () => {
  const text =
    'version: "1"\negress:\n  - domain: a.example # A\n  - domain: b.example\n    ports: [80]\n    methods: [get]\n';

  test("a port beside the one that a rule has without naming it", () => {
    expect(changes(text, { kind: "add_to_egress", index: 0, ports: [8443] })).toEqual(["+    ports: [443, 8443]"]);
    expect(changes(text, { kind: "add_to_egress", index: 0, ports: [443] })).toEqual([]);
  });

  test("no method beside all of them", () => {
    expect(changes(text, { kind: "add_to_egress", index: 0, methods: ["POST"] })).toEqual([]);
    expect(changes(text, { kind: "add_to_egress", index: 1, methods: ["GET", "POST"] })).toEqual([
      "-    methods: [get]",
      "+    methods: [get, POST]",
    ]);
  });

  test("explicit lists where there were none, and others where there were some", () => {
    expect(changes(text, { kind: "set_egress_lists", index: 0, ports: [443], methods: ["GET"] })).toEqual([
      "+    ports: [443]",
      "+    methods: [GET]",
    ]);
    expect(changes(text, { kind: "set_egress_lists", index: 1, ports: [443] })).toEqual([
      "-    ports: [80]",
      "+    ports: [443]",
    ]);
  });

  test("an empty list, which would allow more, is never written", () => {
    expect(() => editPolicy(text, [{ kind: "remove_from_egress", index: 1, ports: [80] }])).toThrow(RangeError);
    expect(() => editPolicy(text, [{ kind: "set_egress_lists", index: 0, methods: [] }])).toThrow(RangeError);
  });
});

describe("what is removed", () => {
  test("takes the comments directly above it along, and one of two blank lines", () => {
    expect(changes(fixture("comments-and-blanks.yaml"), { kind: "remove_egress", index: 1 })).toEqual([
      "-    # The archive answers on its own port.",
      "-    -   domain: 'archive.example.org'",
      "-        ports: [ 8080, 8081 ]   # read, write",
      "-",
    ]);
  });

  test("leaves an empty list that says so", () => {
    const text =
      'version: "1"\negress: # where to\n  # A\n  - domain: a.example\nmcp_servers:\n  - name: tools\n    denied_tools:\n      - x\n';
    const edits: PolicyEdit[] = [
      { kind: "remove_egress", index: 0 },
      { kind: "remove_denied_tool", server: 0, tool: "x" },
    ];
    expect(editPolicy(text, edits)).toBe(
      'version: "1"\negress: [] # where to\nmcp_servers:\n  - name: tools\n    denied_tools: []\n',
    );
  });

  test("and edited at once is removed", () => {
    const edits: PolicyEdit[] = [
      { kind: "add_to_egress", index: 0, ports: [1] },
      { kind: "remove_egress", index: 0 },
      { kind: "remove_egress", index: 1 },
      newRule,
    ];
    expect(editPolicy('version: "1"\negress:\n- domain: a.example\n- domain: b.example', edits)).toBe(
      'version: "1"\negress:\n- domain: new.example.com\n  ports: [443, 8443]\n  methods: [GET]',
    );
  });

  test("must be there", () => {
    const text = fixture("minimal.yaml");
    expect(() => editPolicy(text, [{ kind: "remove_egress", index: 0 }])).toThrow(RangeError);
    expect(() => editPolicy(text, [{ kind: "add_to_egress", index: 0, ports: [1] }])).toThrow(RangeError);
    expect(() => editPolicy(text, [{ kind: "add_allowed_tool", server: 2, tool: "x" }])).toThrow(RangeError);
  });
});

describe.each(readdirSync(folder))("in %s", (name) => {
  const text = fixture(name);
  const { egress } = policyOf(text);

  test("one more rule is one more rule", () => {
    const { egress: after } = policyOf(editPolicy(text, [newRule]));
    const target = { kind: "host", host: "new.example.com" };
    const added = { target, ports: [443, 8443], methods: ["GET"], allow_private: false, transport: {} };
    expect(after).toEqual([...egress, added]);
  });

  test("each rule can be removed, alone and with all others", () => {
    for (const index of egress.keys()) {
      const after = policyOf(editPolicy(text, [{ kind: "remove_egress", index }]));
      expect(after.egress).toEqual(egress.toSpliced(index, 1));
    }
    const all = [...egress.keys()].map((index): PolicyEdit => ({ kind: "remove_egress", index }));
    expect(policyOf(editPolicy(text, all)).egress).toEqual([]);
  });

  test("each rule can be given a port and a method", () => {
    for (const [index, rule] of egress.entries()) {
      const after = policyOf(editPolicy(text, [{ kind: "add_to_egress", index, ports: [9999], methods: ["TRACE"] }]));
      const methods = rule.methods.length === 0 ? [] : [...rule.methods, "TRACE"].sort();
      expect(after.egress).toEqual(egress.with(index, { ...rule, ports: [...rule.ports, 9999], methods }));
    }
  });
});

test("a document with explicit keys is brought to the usual form before it is edited", () => {
  expect(editPolicy("? version\n: '1'\n? egress\n: - domain: a.example # A\n", [newRule])).toBe(
    "version: '1'\negress:\n  - domain: a.example # A\n  - domain: new.example.com\n    ports: [443, 8443]\n    methods: [GET]\n",
  );
});

test("no edits change nothing", () => {
  expect(editPolicy(fixture("all-sections.yaml"), [])).toBe(fixture("all-sections.yaml"));
});
