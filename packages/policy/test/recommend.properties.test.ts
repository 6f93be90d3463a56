import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { policyDigest } from "../src/document/policy-digest.ts";
import type { Action } from "../src/evaluate/action.ts";
import { evaluate } from "../src/evaluate/evaluate.ts";
import { planEdits } from "../src/recommend/plan.ts";
import { proposeEdits, recommendPatch } from "../src/recommend/recommend.ts";
import { storedPolicy } from "../src/testing/policies.ts";

const HOSTS = [
  "a.example.com",
  "b.example.com",
  "x.a.example.com",
  "other.test",
  "203.0.113.9",
  "10.2.3.4",
  "2001:db8::5",
];
const PORTS = [80, 443, 8443];
const METHODS = ["GET", "POST", "DELETE"];
const CREDENTIALS = [undefined, "key"];

const host = fc.constantFrom(...HOSTS);
const some = <Item>(items: readonly Item[]) => fc.subarray([...items], { minLength: 1 });

const target = fc.oneof(
  fc.constantFrom("a.example.com", "b.example.com", "x.a.example.com").map((name) => `domain: ${name}`),
  fc.constantFrom("a.example.com", "example.com").map((name) => `domain: "*.${name}"\n    allow_wildcard: true`),
  fc.constantFrom("203.0.113.9/32", "203.0.113.0/24").map((range) => `cidr: ${range}\n    allow_wildcard: true`),
  fc.constant("cidr: 10.2.3.4/32\n    allow_private: true"),
);

const rule = fc
  .record({
    target,
    ports: fc.option(some(PORTS)),
    methods: fc.option(some(METHODS)),
    credential: fc.boolean(),
    comment: fc.constantFrom("", "  # why"),
  })
  .map(({ target, ports, methods, credential, comment }) =>
    [
      `  - ${target}`,
      ...(ports === null ? [] : [`    ports: [${ports.join(", ")}]${comment}`]),
      ...(methods === null ? [] : [`    methods:\n${methods.map((method) => `      - ${method}`).join("\n")}`]),
      ...(credential ? ["    credential: key"] : []),
    ].join("\n"),
  );

const document = fc
  .record({ rules: fc.array(rule, { maxLength: 5 }), end: fc.constantFrom("", "\n", "\n# the end\n") })
  .map(
    ({ rules, end }) =>
      [
        'version: "1"',
        "credentials:\n  - id: key\n    type: brokered\n    service: pay",
        ...(rules.length === 0 ? [] : [`egress:\n${rules.join("\n")}`]),
      ].join("\n") + end,
  );

const action: fc.Arbitrary<Action> = fc
  .record({
    host,
    port: fc.constantFrom(...PORTS),
    method: fc.constantFrom(...METHODS, undefined),
    credential: fc.constantFrom(...CREDENTIALS),
  })
  .map(({ host, port, method, credential }) => ({
    kind: "egress",
    host,
    port,
    ...(method === undefined ? {} : { method }),
    ...(credential === undefined ? {} : { credential }),
  }));

/** Every action that these hosts, ports, methods and credentials make. */
const UNIVERSE: Action[] = HOSTS.flatMap((host) =>
  PORTS.flatMap((port) =>
    [...METHODS, "PATCH"].flatMap((method) =>
      CREDENTIALS.map(
        (credential): Action => ({
          kind: "egress",
          host,
          port,
          method,
          ...(credential === undefined ? {} : { credential }),
        }),
      ),
    ),
  ),
);

type Egress = Extract<Action, { kind: "egress" }>;

/** True when what was cited speaks of an action: a report without a method or a credential speaks of each. */
const isCited = (cited: readonly Action[], one: Action): boolean =>
  cited.some((other) => {
    const [a, b] = [other as Egress, one as Egress];
    return (
      a.host === b.host &&
      a.port === b.port &&
      (a.method === undefined || a.method === b.method) &&
      (a.credential === undefined || b.credential === undefined || a.credential === b.credential)
    );
  });

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "policy-patch-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What GNU patch makes of a document. */
function patched(text: string, diff: string): string {
  const file = join(folder, "policy.yaml");
  writeFileSync(file, text);
  execFileSync("patch", ["-p1", "--no-backup-if-mismatch", "-s", "policy.yaml"], { cwd: folder, input: diff });
  return readFileSync(file, "utf8");
}

it("a patch applies, flips what it cites, changes no other decision and adds no wildcard", () => {
  fc.assert(
    fc.property(document, fc.array(action, { minLength: 1, maxLength: 6 }), (text, cited) => {
      const stored = storedPolicy(text);
      const proposal = recommendPatch(stored, { actions: cited });
      if (proposal.kind !== "recommended") {
        expect(proposal.kind).toBe("action_allowed");
        return;
      }
      expect(patched(text, proposal.diff)).toBe(proposal.policy_yaml);
      for (const flipped of proposal.flips) expect(evaluate(proposal.candidate, flipped).effect).toBe("allow");
      for (const one of UNIVERSE) {
        const [was, becomes] = [evaluate(stored.compiled, one).effect, evaluate(proposal.candidate, one).effect];
        if (was !== becomes) expect([becomes, isCited(cited, one)]).toEqual(["allow", true]);
      }
      const wildcards = (policy: typeof proposal.candidate.policy) =>
        policy.egress.filter(({ target }) => target.kind === "wildcard").length;
      expect(wildcards(proposal.candidate.policy)).toBe(wildcards(stored.compiled.policy));
      expect(proposal.delta.removed).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

it("no edit of a patch can be left out", () => {
  fc.assert(
    fc.property(document, fc.array(action, { minLength: 1, maxLength: 6 }), (text, cited) => {
      const stored = storedPolicy(text);
      const plan = planEdits(stored.compiled, { actions: cited });
      if ("kind" in plan) return;
      for (const left of plan.edits) {
        const rest = plan.edits.filter((edit) => edit !== left);
        const proposal = rest.length === 0 ? undefined : proposeEdits(stored, rest, []);
        if (proposal !== undefined && proposal.kind !== "recommended") throw new Error(proposal.kind);
        const candidate = proposal?.candidate ?? stored.compiled;
        expect(plan.flips.some((one) => evaluate(candidate, one).effect === "deny")).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

/** The same policy written otherwise. */
const respelt = (text: string): string =>
  text
    .replace(/domain: ([a-z.]+)$/gm, (_, name: string) => `domain: ${name.toUpperCase()}.`)
    .replace(/ports: \[([^\]]*)\]/g, (_, list: string) => `ports: [${list.split(", ").reverse().join(", ")}]`)
    .replace(/- (GET|POST|DELETE)$/gm, (_, method: string) => `- ${method.toLowerCase()}  # ${method}`);

it("policies with equal digests decide every action alike, and spelling does not change the digest", () => {
  const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest();
  fc.assert(
    fc.property(document, (text) => {
      const [first, second] = [storedPolicy(text).compiled, storedPolicy(respelt(text)).compiled];
      expect(policyDigest(second.policy, sha256)).toBe(policyDigest(first.policy, sha256));
      for (const one of UNIVERSE) expect(evaluate(second, one)).toEqual(evaluate(first, one));
    }),
    { numRuns: 50 },
  );
});

it("policies that decide an action differently have different digests", () => {
  const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest();
  fc.assert(
    fc.property(document, document, (a, b) => {
      const [first, second] = [storedPolicy(a).compiled, storedPolicy(b).compiled];
      fc.pre(UNIVERSE.some((one) => evaluate(first, one).effect !== evaluate(second, one).effect));
      expect(policyDigest(second.policy, sha256)).not.toBe(policyDigest(first.policy, sha256));
    }),
    { numRuns: 50 },
  );
});

it("evaluate never throws, whatever the host", () => {
  const { compiled } = storedPolicy('version: "1"\negress:\n  - domain: a.example.com\n');
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.integer(), (name, port) => {
      expect(evaluate(compiled, { kind: "egress", host: name, port }).effect).toBe("deny");
    }),
  );
});
