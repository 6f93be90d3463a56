/** Every limit of the service, each with its unit in the name and its reason beside it. */

/** One request body. A batch of ordinary events is a tenth of this; more only delays the answer. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** What is read of a refused body so that its sender gets the answer: enough for an honest mistake. */
export const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;

/** How long a refusal waits for the rest of a body: a sender that pauses longer waits for the answer itself. */
export const MAX_DISCARD_MS = 1000;

/** A body of an administrative request. No legal one comes near. */
export const MAX_SMALL_BODY_BYTES = 16 * 1024;

/** Events in one ingest request: what one transaction should hold. */
export const MAX_BATCH_EVENTS = 1000;

/** One event in canonical form. Larger evidence is attached, not logged. */
export const MAX_EVENT_BYTES = 64 * 1024;

/** Nesting of arrays and objects in JSON that we read, the outermost value being 1. Audit payloads nest four or five deep. */
export const MAX_JSON_DEPTH = 32;

/** One stored block of canonical records: a SQLite row of a Durable Object ends at 2 MB. */
export const MAX_SEGMENT_BYTES = 1536 * 1024;

/** One entry of a tenant's log: the form in which logs are mirrored counts an entry's bytes with 16 bits. */
export const MAX_LOG_ENTRY_BYTES = 65_535;

/** Events on one timeline page. */
export const MAX_TIMELINE_PAGE = 200;
export const DEFAULT_TIMELINE_PAGE = 100;

/** Items on one page of any other list. */
export const MAX_LIST_PAGE = 100;
export const DEFAULT_LIST_PAGE = 50;

/** One redacted excerpt, in characters. */
export const MAX_EXCERPT_CHARS = 4 * 1024;

/** Excerpts in one answer: more is a log, not evidence. */
export const MAX_EXCERPTS = 5;

/** A fragment of agent text that is quoted inside a sentence of ours, in characters. */
export const MAX_QUOTE_CHARS = 160;

/** The fold of a run, however long the run is. */
export const MAX_FOLD_BYTES = 32 * 1024;

/** How long a key may go on working after it was revoked: a key that was looked up is trusted that long. */
export const KEY_CACHE_TTL_MS = 20_000;

/** Keys that one isolate remembers. */
export const MAX_CACHED_KEYS = 1000;

/** How long the run index may lag behind a run that goes on. Starts and ends are indexed at once. */
export const RUN_INDEX_DELAY_MS = 1000;

/** Keys of one tenant that are neither expired nor revoked. */
export const MAX_ACTIVE_KEYS = 500;

/** A key that administers a new tenant: long enough to make its own keys, too short to become one of them. */
export const ADMIN_KEY_TTL_MS = 60 * 60 * 1000;
