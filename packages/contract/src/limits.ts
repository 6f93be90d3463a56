import type { RiskLevel } from "./enums/risk-level.ts";

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

/** One import of a source's whole log: it is verified as one chain in the memory of one request. */
export const MAX_IMPORT_BYTES = 25 * 1024 * 1024;

/** Records in one import: what one request verifies in a few seconds. */
export const MAX_IMPORT_RECORDS = 50_000;

/** Runs in one import. Each is a log of its own that is asked and written, and the platform bounds the calls of a request. */
export const MAX_IMPORT_RUNS = 400;

/** Records of no run that the answer to an import lists; the others are counted. */
export const MAX_LISTED_UNASSIGNED = 1000;

/** Nesting of arrays and objects in JSON that we read, the outermost value being 1. Audit payloads nest four or five deep. */
export const MAX_JSON_DEPTH = 32;

/** One stored block of canonical records: a SQLite row of a Durable Object ends at 2 MB. */
export const MAX_SEGMENT_BYTES = 1536 * 1024;

/** One entry of a tenant's log: the form in which logs are mirrored counts an entry's bytes with 16 bits. */
export const MAX_LOG_ENTRY_BYTES = 65_535;

/** Earlier checkpoints that an export has a proof from: whoever kept one lately finds it without asking for it. */
export const MAX_EARLIER_CHECKPOINTS = 32;

/** Earlier heads of a run in its export: with them, what was changed in the run can be told to be behind one of them. */
export const MAX_EARLIER_HEADS = 32;

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

/** A policy document. Ten thousand rules fit; it is parsed whole, in one request. */
export const MAX_POLICY_BYTES = 256 * 1024;

/** Events that a recommendation cites as evidence: what a reviewer can look at. */
export const MAX_CITED_EVENTS = 200;

/** The latest runs of an agent that a change of its policy is replayed over. */
export const MAX_REPLAYED_RUNS = 20;

/** Runs of one window that are read to tell what no run has used. */
export const MAX_USAGE_RUNS = 200;

const HOUR_MS = 60 * 60 * 1000;

/** How long a proposal waits for people: the more a change can do, the fresher the look at it has to be. */
export const EXPIRY_MS: Readonly<Record<RiskLevel, number>> = {
  low: 24 * HOUR_MS,
  medium: 8 * HOUR_MS,
  high: 4 * HOUR_MS,
};

/** How long an approval may wait for its executor: people approve what is about to happen. */
export const GRANT_TTL_MS = 10 * 60 * 1000;

/** Distinct people that have to approve, whatever a tenant's rules say. A rule may ask for more and never for fewer. */
export const LEAST_APPROVALS: Readonly<Record<RiskLevel, number>> = { low: 1, medium: 1, high: 2 };

/** Open proposals of one proposer: more than people look at in a day is a flood. */
export const MAX_PENDING_PER_PROPOSER = 50;

/** Approvals and groups that one rule may ask for. */
export const MAX_APPROVALS = 10;

/** Rules of one tenant: nine change types and three risks, each or any, and room for more. */
export const MAX_RULES = 100;

/** People in one group. */
export const MAX_GROUP_MEMBERS = 200;

/** A unified diff may take every line of a policy out and put another in. */
export const MAX_DIFF_CHARS = 2 * MAX_POLICY_BYTES;

/** A change that is not one of a policy, or what is shown beside a change, in characters of JSON: what a person can read. */
export const MAX_CHANGE_CHARS = 64 * 1024;

/** Nesting of a change, the outermost value being 1. */
export const MAX_CHANGE_DEPTH = 16;

/** Why a change is proposed, in characters. */
export const MAX_RATIONALE_CHARS = 4000;

/** What of it, or of a detail of evidence, the proposer wrote, in characters. */
export const MAX_PROPOSERS_WORDS_CHARS = 1500;

/** A reviewer's reason, in characters. */
export const MAX_REASON_CHARS = 500;

/** What an executor says of its outcome, in characters. */
export const MAX_DETAIL_CHARS = 1000;

/** Evidence refs of one proposal. */
export const MAX_EVIDENCE_REFS = 100;

/** One ref, or its detail, in characters. */
export const MAX_REF_CHARS = 2000;

/** Destinations or credentials that one change affects. */
export const MAX_AFFECTED = 200;

/** The name of a destination, a credential or an agent, in characters. */
export const MAX_NAME_CHARS = 512;

/** How long a request may wait for a confirmation to change: shorter than what proxies on the way cut. */
export const MAX_WAIT_SECONDS = 60;

/** When a confirmation's interrupted step, or a run that could not be told, is tried again. */
export const DESK_RETRY_MS = 2000;

/** One attached log or blob. What is larger is an archive, not evidence of a run. */
export const MAX_ATTACHMENT_BYTES = 25 * 1024 * 1024;

/** Attachments of one run: a file for each step of it, not a file store. */
export const MAX_ATTACHMENTS = 100;

/** The name of an attachment, in characters. */
export const MAX_ATTACHMENT_NAME_CHARS = 200;

/** What of an attachment is read, redacted and stored at a time: an isolate holds a few of them, never the whole. */
export const BLOB_PART_BYTES = 1024 * 1024;

/** The piece of an attached log that stands in the run's own log, for the diagnosis to read. */
export const MAX_ATTACHED_EXCERPT_BYTES = 16 * 1024;

/** Lines that are shown before and behind a line of a log. */
export const LOG_CONTEXT_LINES = 5;

/** Lines that resolved evidence shows of a text. */
export const MAX_RESOLVED_LINES = 200;

/** What resolved evidence shows of a text, in characters. */
export const MAX_RESOLVED_CHARS = 64 * 1024;

/** Records that one answer resolves; a longer range names its rest. */
export const MAX_RESOLVED_RECORDS = 100;

/** Events that a span or a rule is traced to. */
export const MAX_STATING_EVENTS = 20;

/** How long resolved lines of a blob stay in the cache. They never change; what is purged with its run is asked for first. */
export const EVIDENCE_CACHE_TTL_SECONDS = 24 * 60 * 60;

/** The files of one project together, unpacked: sources and settings come nowhere near, data does not belong here. */
export const MAX_PROJECT_BYTES = 8 * 1024 * 1024;

/** Files of one project. More than that is dependencies, which nobody checks here. */
export const MAX_PROJECT_FILES = 2000;

/** A project as it is sent. JSON escapes line ends and quotation marks: twice the text is room for a project of nothing else. */
export const MAX_PROJECT_BODY_BYTES = 2 * MAX_PROJECT_BYTES;

/** The path of a project where it lies, or that of one file in it, in characters: what operating systems take. */
export const MAX_PATH_CHARS = 1024;

/** Credentials that a request names as bound. */
export const MAX_BOUND_CREDENTIALS = 1000;
