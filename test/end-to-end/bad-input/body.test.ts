import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { CANARY, event } from "../../support/events.ts";
import { outputOf, type Sent, sendRaw } from "../../support/http.ts";
import { openTenant, type Tenant } from "../../support/tenants.ts";
import {
  baseUrl,
  expectNoRun,
  expectNothingStored,
  expectRefusal,
  freshRun,
  ingest,
  type Refused,
} from "./refusals.ts";

interface BadBody extends Refused {
  title: string;
  sent: (runId: string) => Sent;
  query?: string;
}

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant(inject("service"), "bad-bodies");
});

const MIB = 1024 * 1024;
const LINES = { "content-type": "application/x-ndjson" };
const encode = (text: string) => new TextEncoder().encode(text);
const batch = (runId: string) => JSON.stringify({ events: [event(runId)] });
const eventsOf = (runId: string, count: number) => Array.from({ length: count }, () => event(runId));

function json(title: string, body: (runId: string) => string | Uint8Array, refused: Refused): BadBody {
  return { title, sent: (runId) => ({ body: body(runId) }), ...refused };
}

/** A stream has no length that could be declared: it is sent in chunks. */
function inChunks(size: number): ReadableStream<Uint8Array> {
  const chunk = encode("word ".repeat(13_107));
  let left = size;
  return new ReadableStream({
    pull(controller) {
      if (left <= 0) return controller.close();
      controller.enqueue(chunk);
      left -= chunk.byteLength;
    },
  });
}

const malformed = { code: "malformed_json", status: 400 } as const;

const NOT_JSON: BadBody[] = [
  json("an empty body", () => "", malformed),
  json("a body of spaces", () => " \n", malformed),
  json("a body that breaks off", (runId) => batch(runId).slice(0, -2), malformed),
  json("a body with something behind it", (runId) => `${batch(runId)} ${CANARY}`, malformed),
  json("a comma too many", (runId) => batch(runId).replace("]}", ",]}"), malformed),
  json("single quotes", () => "{'events':[]}", malformed),
  json("NaN", (runId) => batch(runId).replace('"payload":{', '"payload":{"n":NaN,'), malformed),
  json("a line break in a string", (runId) => batch(runId).replace("progress", "pro\ngress"), malformed),
  json("lines that call themselves a batch", (runId) => `${JSON.stringify(event(runId))}\n{}`, malformed),
  json("a NUL between the values", (runId) => batch(runId).replace("[", "[\0"), {
    code: "nul_character",
    status: 422,
  }),
];

const utf8 = { code: "invalid_utf8", status: 400 } as const;
const withBytes = (...bytes: number[]) => {
  return (runId: string) => {
    const [before = "", after = ""] = batch(runId).split("progress");
    return new Uint8Array([...encode(before), ...bytes, ...encode(after)]);
  };
};

const NOT_UTF8: BadBody[] = [
  json("a byte that is no UTF-8", withBytes(0xff), utf8),
  json("half a character", withBytes(0xc3), utf8),
  json("an overlong spelling", withBytes(0xc0, 0xaf), utf8),
  json("half a surrogate pair in bytes", withBytes(0xed, 0xa0, 0x80), utf8),
];

const NOT_A_BATCH: BadBody[] = [
  json("a list", (runId) => JSON.stringify([event(runId)]), { code: "invalid_request", status: 422 }),
  json("a text", () => JSON.stringify(CANARY), { code: "invalid_request", status: 422 }),
  json("null", () => "null", { code: "invalid_request", status: 422 }),
  json("no events", () => "{}", { code: "invalid_request", status: 422, field: "events" }),
  json("an object for the events", (runId) => JSON.stringify({ events: event(runId) }), {
    code: "invalid_request",
    status: 422,
    field: "events",
  }),
  json("an unknown field", (runId) => JSON.stringify({ events: [event(runId)], surprise: CANARY }), {
    code: "unknown_field",
    status: 422,
    field: "surprise",
  }),
  json("events twice", (runId) => batch(runId).replace("{", '{"events":[],'), {
    code: "duplicate_key",
    status: 422,
    field: "events",
  }),
  json("a key __proto__", (runId) => batch(runId).replace("{", '{"__proto__":{},'), {
    code: "forbidden_key",
    status: 422,
  }),
];

const COUNT_AND_SIZE: BadBody[] = [
  json("an empty batch", () => '{"events":[]}', { code: "empty_batch", status: 422 }),
  {
    title: "no line",
    sent: () => ({ headers: LINES, body: "" }),
    code: "empty_batch",
    status: 422,
  },
  {
    title: "empty lines only",
    sent: () => ({ headers: LINES, body: "\n\r\n \n" }),
    code: "empty_batch",
    status: 422,
  },
  json("1001 events", (runId) => JSON.stringify({ events: eventsOf(runId, 1001) }), {
    code: "too_many_events",
    status: 413,
    field: "events",
    limit: 1000,
  }),
  {
    title: "1001 lines",
    sent: (runId) => ({
      headers: LINES,
      body: eventsOf(runId, 1001)
        .map((one) => JSON.stringify(one))
        .join("\n"),
    }),
    code: "too_many_events",
    status: 413,
    field: "events",
    limit: 1000,
  },
  json("5 MiB of a declared length", () => `${CANARY}${" ".repeat(5 * MIB)}`, {
    code: "body_too_large",
    status: 413,
    limit: 4 * MIB,
  }),
  {
    title: "5 MiB in chunks",
    sent: () => ({ body: inChunks(5 * MIB) }),
    code: "body_too_large",
    status: 413,
    limit: 4 * MIB,
  },
  json("one byte above 4 MiB", (runId) => batch(runId).padEnd(4 * MIB + 1), {
    code: "body_too_large",
    status: 413,
    limit: 4 * MIB,
  }),
];

const media = { code: "unsupported_media_type", status: 415 } as const;
const MEDIA_TYPES: BadBody[] = [
  ...["text/plain", "application/xml", "application/jsonl", "application/json-seq", "json", " "].map(
    (type): BadBody => ({
      title: `the content type "${type}"`,
      sent: (runId) => ({ headers: { "content-type": type }, body: batch(runId) }),
      ...media,
    }),
  ),
];

const KEYS_AND_QUERY: BadBody[] = [
  ...[
    ["an empty Idempotency-Key", ""],
    ["an Idempotency-Key with a space", CANARY],
    ["an Idempotency-Key of 256 characters", "k".repeat(256)],
    ["an Idempotency-Key that is not ASCII", "caf\u00e9"],
  ].map(
    ([title = "", key = ""]): BadBody => ({
      title,
      sent: (runId) => ({ headers: { "idempotency-key": key }, body: batch(runId) }),
      code: "invalid_request",
      status: 422,
    }),
  ),
  {
    ...json("partial=perhaps", batch, { code: "invalid_request", status: 422, field: "partial" }),
    query: "?partial=perhaps",
  },
  {
    ...json("partial twice", batch, { code: "invalid_request", status: 422, field: "partial" }),
    query: "?partial=true&partial=true",
  },
  {
    ...json("an unknown query field", batch, { code: "unknown_field", status: 422, field: "partly" }),
    query: "?partly=true",
  },
];

describe("a body is refused as a whole, and nothing is stored, for", () => {
  afterAll(() => expectNothingStored(tenant));

  it.each([...NOT_JSON, ...NOT_UTF8, ...NOT_A_BATCH, ...COUNT_AND_SIZE, ...MEDIA_TYPES, ...KEYS_AND_QUERY])(
    "$title",
    async ({ title: _, sent, query, ...expected }) => {
      const runId = freshRun();
      expectRefusal(await ingest(tenant, runId, sent(runId), query), "ingestEvents", expected);
      await expectNoRun(tenant, runId);
    },
  );

  it.each([
    ["a body that breaks off before its length", "Content-Length: 100\r\n\r\n{"],
    ["chunks that break off", 'Transfer-Encoding: chunked\r\n\r\n5\r\n{"eve\r\n'],
    ["chunks that are none", "Transfer-Encoding: chunked\r\n\r\nfive\r\n"],
  ])("%s", async (_, rest) => {
    const runId = freshRun();
    const head = `POST /v1/runs/${runId}/events HTTP/1.1\r\nHost: service\r\nAuthorization: Bearer ${tenant.keys.runtime}\r\n`;
    const answer = await sendRaw(baseUrl, `${head}Content-Type: application/json\r\nConnection: close\r\n${rest}`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"incomplete_body"');
    await expectNoRun(tenant, runId);
  });

  it("no content type", async () => {
    const runId = freshRun();
    // Of text, fetch would name the type itself.
    const sent = { headers: { "content-type": "" }, body: encode(batch(runId)) };
    expectRefusal(await ingest(tenant, runId, sent), "ingestEvents", media);
    await expectNoRun(tenant, runId);
  });
});

describe("a sender of 5 MiB gets to read its refusal, every time,", () => {
  const ROUNDS = 30;
  const UNREAD: ({ title: string; sent: () => Sent } & Refused)[] = [
    { title: "for its size", sent: () => ({}), code: "body_too_large", status: 413 },
    {
      title: "for its size, in chunks",
      sent: () => ({ body: inChunks(5 * MIB) }),
      code: "body_too_large",
      status: 413,
    },
    { title: "for its key", sent: () => ({ key: "letmein" }), code: "invalid_api_key", status: 401 },
    { title: "for its content type", sent: () => ({ headers: { "content-type": "text/plain" } }), ...media },
  ];

  it.each(UNREAD)("$title", async ({ title: _, sent, ...expected }) => {
    const body = " ".repeat(5 * MIB);
    for (let round = 0; round < ROUNDS; round++) {
      expectRefusal(await ingest(tenant, freshRun(), { body, ...sent() }), "ingestEvents", expected);
    }
  });
});

describe("at the limit and not above it, a body is taken:", () => {
  it.each([
    { title: "1000 events", body: (runId: string) => JSON.stringify({ events: eventsOf(runId, 1000) }), stored: 1000 },
    { title: "4 MiB", body: (runId: string) => batch(runId).padEnd(4 * MIB), stored: 1 },
    {
      title: "an event of 60 KiB",
      body: (runId: string) => JSON.stringify({ events: [event(runId, {}, { text: "word ".repeat(12 * 1024) })] }),
      stored: 1,
    },
    {
      title: "lists nested 28 deep in a payload",
      body: (runId: string) =>
        batch(runId).replace('"payload":{', `"payload":{"a":${"[".repeat(28)}${"]".repeat(28)},`),
      stored: 1,
    },
    {
      title: "the largest exact number",
      body: (runId: string) => batch(runId).replace('"payload":{', '"payload":{"n":9007199254740991,'),
      stored: 1,
    },
    {
      title: "a whole surrogate pair",
      body: (runId: string) => batch(runId).replace("progress", "\\ud83d\\ude00"),
      stored: 1,
    },
  ])("$title", async ({ body, stored }) => {
    const runId = freshRun();
    const result = outputOf("ingestEvents", await ingest(tenant, runId, { body: body(runId) }));
    expect(result.accepted).toHaveLength(stored);
  });
});
