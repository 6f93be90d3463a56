import type { JsonObject } from "@operator/contract";
import { afterAll, beforeAll, describe, inject, it } from "vitest";
import { CANARY, event } from "../../support/events.ts";
import { openTenant, type Tenant } from "../../support/tenants.ts";
import { expectNoRun, expectNothingStored, expectRefusal, freshRun, ingest, type Refused } from "./refusals.ts";

interface BadEvent extends Refused {
  title: string;
  /** The text of the event, for a run. */
  text: (runId: string) => string;
}

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant(inject("service"), "bad-events");
});
afterAll(() => expectNothingStored(tenant));

const PLACE = "events[1]";
const ZEROS = "0".repeat(64);

/** A good event with other fields. */
function changed(title: string, change: JsonObject, refused: Omit<Refused, "status"> & { status?: number }): BadEvent {
  return { title, text: (runId) => JSON.stringify(event(runId, change)), status: 422, ...refused };
}

/** A good event without a field. */
function lacking(name: string): BadEvent {
  const text = (runId: string) =>
    JSON.stringify(Object.fromEntries(Object.entries(event(runId)).filter(([field]) => field !== name)));
  return { title: `no ${name}`, text, code: "invalid_request", status: 422, field: `${PLACE}.${name}` };
}

/** A good event with text spliced in behind its first brace, or behind that of its payload. */
function spliced(title: string, where: "event" | "payload", json: string, refused: Omit<Refused, "status">): BadEvent {
  const brace = where === "event" ? "{" : '"payload":{';
  return {
    title,
    text: (runId) => JSON.stringify(event(runId)).replace(brace, () => `${brace}${json},`),
    status: 422,
    ...refused,
  };
}

const WRONG_TYPES: BadEvent[] = [
  { title: "a text for an event", text: () => `"${CANARY}"`, code: "invalid_request", status: 422, field: PLACE },
  { title: "null for an event", text: () => "null", code: "invalid_request", status: 422, field: PLACE },
  { title: "a list for an event", text: () => "[]", code: "invalid_request", status: 422, field: PLACE },
  ...["timestamp", "event_type", "deployment_mode", "actor", "payload"].map(lacking),
  ...Object.entries({
    timestamp: 1782982800000,
    event_type: null,
    deployment_mode: "orbit",
    actor: ["daemon"],
    payload: [CANARY],
    hosted_context: CANARY,
    seq: "1",
    record_hash: CANARY,
    event_id: "with a space",
  }).map(([field, value]) =>
    changed(`a wrong ${field}`, { [field]: value }, { code: "invalid_request", field: `${PLACE}.${field}` }),
  ),
  changed("an empty actor", { actor: "" }, { code: "invalid_request", field: `${PLACE}.actor`, limit: 1 }),
  changed("a long actor", { actor: "a".repeat(257) }, { code: "invalid_request", field: `${PLACE}.actor`, limit: 256 }),
  changed("seq 0", { seq: 0 }, { code: "invalid_request", field: `${PLACE}.seq` }),
  changed("a fraction for seq", { seq: 1.5 }, { code: "invalid_request", field: `${PLACE}.seq` }),
  changed("a hash without seq", { record_hash: ZEROS }, { code: "invalid_request", field: `${PLACE}.seq` }),
  changed("a link without hash", { prev_hash: ZEROS }, { code: "invalid_request", field: `${PLACE}.record_hash` }),
];

const UNKNOWN_FIELDS: BadEvent[] = [
  changed("an unknown field", { surprise: CANARY }, { code: "unknown_field", field: `${PLACE}.surprise` }),
  changed("an unknown field whose name is input", { [CANARY]: 1 }, { code: "unknown_field", field: `${PLACE}.*` }),
  changed(
    "an unknown field in an object",
    { hosted_context: { surprise: CANARY } },
    { code: "unknown_field", field: `${PLACE}.hosted_context.surprise` },
  ),
];

const RUN_AND_SENDER: BadEvent[] = [
  {
    title: "another run than the path's",
    text: () => JSON.stringify(event("run_of_others")),
    code: "run_id_mismatch",
    status: 422,
    field: `${PLACE}.payload.run_id`,
  },
  {
    title: "no run",
    text: () => JSON.stringify({ ...event(""), payload: { note: CANARY } }),
    code: "run_id_mismatch",
    status: 422,
    field: `${PLACE}.payload.run_id`,
  },
  changed(
    "an id that is a secret",
    { event_id: `ghp_${"a1B2c3D4e5".repeat(4).slice(0, 36)}` },
    {
      code: "secret_in_identifier",
      field: `${PLACE}.event_id`,
    },
  ),
];

const TIMESTAMPS: BadEvent[] = [
  "2026-07-02T09:00:00",
  "2026-07-02 09:00:00Z",
  "2026-07-02",
  "2026-07-02T09:00Z",
  "2026-02-29T09:00:00Z",
  "2026-04-31T09:00:00Z",
  "2026-13-01T09:00:00Z",
  "2026-00-01T09:00:00Z",
  "2026-07-02T24:00:00Z",
  "2026-07-02T09:60:00Z",
  "2026-12-31T23:59:60Z",
  "2026-07-02T09:00:00+25:00",
  "2026-07-02T09:00:00+0200",
  "2026-07-02t09:00:00z",
  "Thu, 02 Jul 2026 09:00:00 GMT",
  "1782982800",
  "",
].map((timestamp) =>
  changed(`the timestamp "${timestamp}"`, { timestamp }, { code: "invalid_timestamp", field: `${PLACE}.timestamp` }),
);

const NUMBERS: BadEvent[] = [
  "9007199254740993",
  "-9007199254740993",
  "9007199254740992",
  "1e400",
  "-1e400",
  "1e16",
  "1e-400",
  "0.12345678901234567890",
].map((number) =>
  spliced(`the number ${number}`, "payload", `"n":${number}`, {
    code: "number_not_exact",
    field: `${PLACE}.payload.n`,
  }),
);

const SURROGATES: BadEvent[] = [
  ["half a surrogate pair", '"s":"\\ud83d"', "s"],
  ["the other half", '"s":"\\ude00"', "s"],
  ["two halves in the wrong order", '"s":"\\ude00\\ud83d"', "s"],
  ["half a surrogate pair deep inside", '"s":[{"t":"\\ud83d"}]', "s[0].t"],
].map(([title = "", json = "", at]) =>
  spliced(title, "payload", json, { code: "lone_surrogate", field: `${PLACE}.payload.${at}` }),
);

const REPEATED_KEYS: BadEvent[] = [
  spliced("a key that stands twice", "event", '"actor":"daemon"', {
    code: "duplicate_key",
    field: `${PLACE}.actor`,
  }),
  spliced("a key that stands twice in the payload", "payload", '"run_id":"run_of_others"', {
    code: "duplicate_key",
    field: `${PLACE}.payload.run_id`,
  }),
  spliced("a key that stands twice deep inside", "payload", '"a":[{"b":{"c":1,"c":2}}]', {
    code: "duplicate_key",
    field: `${PLACE}.payload.a[0].b.c`,
  }),
  spliced("a key that stands twice in two spellings", "event", '"\\u0061ctor":"agent"', {
    code: "duplicate_key",
    field: `${PLACE}.actor`,
  }),
];

const NUL_AND_PROTO: BadEvent[] = [
  spliced("an escaped NUL", "payload", '"s":"a\\u0000b"', { code: "nul_character", field: `${PLACE}.payload.s` }),
  spliced("an escaped NUL in a key", "payload", '"a\\u0000b":1', { code: "nul_character", field: `${PLACE}.payload` }),
  spliced("a raw NUL", "payload", '"s":"a\0b"', { code: "nul_character" }),
  spliced("a key __proto__", "event", '"__proto__":{"actor":"daemon"}', { code: "forbidden_key", field: PLACE }),
  spliced("a key __proto__ in the payload", "payload", '"__proto__":{}', {
    code: "forbidden_key",
    field: `${PLACE}.payload`,
  }),
  spliced("a key __proto__ deep inside", "payload", '"a":[{"__proto__":null}]', {
    code: "forbidden_key",
    field: `${PLACE}.payload.a[0]`,
  }),
  spliced("a key __proto__ in another spelling", "payload", '"\\u005f_proto__":{}', {
    code: "forbidden_key",
    field: `${PLACE}.payload`,
  }),
];

const SIZE_AND_DEPTH: BadEvent[] = [
  {
    title: "70 KiB",
    text: (runId) => JSON.stringify(event(runId, {}, { text: "word ".repeat((70 * 1024) / 5) })),
    code: "event_too_large",
    status: 413,
    field: PLACE,
    limit: 65536,
  },
  {
    title: "a size of its text below the limit and of its bytes above",
    text: (runId) => JSON.stringify(event(runId, {}, { text: "\u20ac ".repeat(17_000) })),
    code: "event_too_large",
    status: 413,
    field: PLACE,
    limit: 65536,
  },
  spliced("lists nested 40 deep", "payload", `"a":${"[".repeat(40)}${"]".repeat(40)}`, { code: "nesting_too_deep" }),
  spliced("objects nested 40 deep", "payload", `"a":${'{"a":'.repeat(40)}1${"}".repeat(40)}`, {
    code: "nesting_too_deep",
  }),
  spliced("lists nested 100 000 deep", "payload", `"a":${"[".repeat(100_000)}${"]".repeat(100_000)}`, {
    code: "nesting_too_deep",
  }),
  spliced("100 000 lists that are never closed", "payload", `"a":${"[".repeat(100_000)}`, { code: "nesting_too_deep" }),
];

const FORMS = [
  { form: "batch", mediaType: "application/json", body: (good: string, bad: string) => `{"events":[${good},${bad}]}` },
  { form: "lines", mediaType: "application/x-ndjson", body: (good: string, bad: string) => `${good}\n${bad}\n` },
];

const BAD_EVENTS = [
  ...WRONG_TYPES,
  ...UNKNOWN_FIELDS,
  ...RUN_AND_SENDER,
  ...TIMESTAMPS,
  ...NUMBERS,
  ...SURROGATES,
  ...REPEATED_KEYS,
  ...NUL_AND_PROTO,
  ...SIZE_AND_DEPTH,
];

describe.each(FORMS)("an event in a $form is refused, and the good one before it is not stored, for", (form) => {
  it.each(BAD_EVENTS)("$title", async ({ title: _, text, ...expected }) => {
    const runId = freshRun();
    const body = form.body(JSON.stringify(event(runId)), text(runId));
    const answer = await ingest(tenant, runId, { headers: { "content-type": form.mediaType }, body });
    // A fault in the JSON of a batch is named by its path; a line is an event, and is named by its index too.
    expectRefusal(answer, "ingestEvents", form.form === "lines" ? { ...expected, index: 1 } : expected);
    await expectNoRun(tenant, runId);
  });
});
