// Prints what it costs to decide by a policy, to validate a document, and to recommend a patch.
// Run: node bench/policy.ts

import { parse } from "yaml";
import { type Action, compilePolicy, evaluate, readPolicy, recommendPatch } from "../packages/policy/src/index.ts";
import { reportRatio } from "./lib/rounds.ts";

const SIZES = [10, 100, 10_000] as const;
const ROUNDS = 15;
const EVALUATIONS = 20_000;
/** How much more an evaluation among 10,000 rules may cost than among 10. */
const MAX_GROWTH = 3;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** A document with as many rules: hosts with a port and a method, every tenth a wildcard, every twentieth a network. */
function documentOf(rules: number): string {
  const ruleOf = (index: number): string => {
    if (index % 20 === 19) return `- {cidr: 198.${18 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}/32}\n`;
    if (index % 10 === 9) return `- {domain: "*.w${index}.io", allow_wildcard: true}\n`;
    return `- {domain: h${index}.io}\n`;
  };
  return `version: "1"\negress:\n${Array.from({ length: rules }, (_, index) => ruleOf(index)).join("")}`;
}

/** A document as people write it, of about as many bytes. */
function ordinaryDocument(bytes: number): string {
  const rule = (index: number): string =>
    `  # What service ${index} is for.\n  - domain: service-${index}.example.com\n    ports: [443, 8443]\n    methods: [GET, POST]\n`;
  const count = Math.floor(bytes / rule(1000).length);
  return `version: "1"\nagent:\n  name: weather-agent\negress:\n${Array.from({ length: count }, (_, index) => rule(index)).join("")}`;
}

/** A third each: allowed by the last rules, denied near one, and denied near none. */
function actionsFor(rules: number): Action[] {
  return Array.from({ length: 300 }, (_, index): Action => {
    const at = Math.max(0, rules - 1 - index);
    if (index % 3 === 0) return { kind: "egress", host: `h${at - (at % 10)}.io`, port: 443, method: "GET" };
    if (index % 3 === 1) return { kind: "egress", host: `h${at - (at % 10)}.io`, port: 8443, method: "GET" };
    return { kind: "egress", host: `nobody${index}.example`, port: 443, method: "GET" };
  });
}

function compiled(text: string) {
  const read = readPolicy(text);
  if (read.kind === "invalid") throw new Error(`${read.errors[0]?.code} at line ${read.errors[0]?.line}`);
  return compilePolicy(read.policy);
}

/** Milliseconds of each contender, in rounds that take one after the other, so that what disturbs one disturbs all. */
function race(contenders: Record<string, () => void>, rounds = ROUNDS): Map<string, number> {
  const times = new Map<string, number[]>(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < rounds + 3; round++) {
    for (const [name, run] of Object.entries(contenders)) {
      const start = performance.now();
      run();
      if (round >= 3) times.get(name)?.push(performance.now() - start);
    }
  }
  return new Map([...times].map(([name, measured]) => [name, median(measured)]));
}

function evaluations(): void {
  const contenders = SIZES.map((rules) => {
    const policy = compiled(documentOf(rules));
    const actions = actionsFor(rules);
    const run = () => {
      for (let index = 0; index < EVALUATIONS; index++) evaluate(policy, actions[index % actions.length] as Action);
    };
    return [String(rules), run] as const;
  });
  const times = race(Object.fromEntries(contenders));
  const rate = (rules: number): number => EVALUATIONS / ((times.get(String(rules)) ?? Number.NaN) / 1000);
  for (const rules of SIZES) {
    console.log(
      `evaluations among ${String(rules).padStart(6)} rules ${Math.round(rate(rules)).toLocaleString("en").padStart(12)} /s`,
    );
  }
  const growth = rate(10) / rate(10_000);
  const figures = `an evaluation costs ${growth.toFixed(2)} times as much among 10,000 rules as among 10`;
  reportRatio(`allowed growth over growth, ${MAX_GROWTH} times allowed`, MAX_GROWTH / growth, 1, figures);
}

function validation(): void {
  for (const [name, text] of [
    ["ordinary document, 4 KiB", ordinaryDocument(4 * 1024)],
    ["ordinary document, 250 KiB", ordinaryDocument(250 * 1024)],
    ["10,000 rules", documentOf(10_000)],
  ] as const) {
    const megabytes = text.length / 1_000_000;
    const times = race({ readPolicy: () => void readPolicy(text), "yaml.parse": () => void parse(text) });
    const ours = times.get("readPolicy") ?? Number.NaN;
    const theirs = times.get("yaml.parse") ?? Number.NaN;
    const speed = (ms: number): string => `${(megabytes / (ms / 1000)).toFixed(2)} MB/s`;
    const figures = `readPolicy ${speed(ours)} (${ours.toFixed(1)} ms), yaml.parse alone ${speed(theirs)}`;
    reportRatio(`validation against yaml.parse, ${name}`, theirs / ours, 0.5, figures);
  }
}

function recommendations(): void {
  const actions: Action[] = [{ kind: "egress", host: "api.weather.gov", port: 443, method: "GET" }];
  for (const rules of SIZES) {
    const text = documentOf(rules);
    const stored = { text, compiled: compiled(text) };
    const read = () => void readPolicy(text);
    const times = race({ recommendPatch: () => void recommendPatch(stored, { actions }), readPolicy: read }, 7);
    const [ours, one] = [times.get("recommendPatch") ?? Number.NaN, times.get("readPolicy") ?? Number.NaN];
    console.log(
      `recommendPatch, ${String(rules).padStart(6)} rules ${ours.toFixed(2).padStart(10)} ms, ${(ours / one).toFixed(1)} times readPolicy of the same document`,
    );
  }
}

evaluations();
validation();
recommendations();
