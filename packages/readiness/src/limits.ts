/** The limits of reading and checking a project that the contract does not state, each with its unit and its reason. */

/** An archive as it is sent: what the service takes as the body of a request. */
export const MAX_ARCHIVE_BYTES = 16 * 1024 * 1024;

/** A tar behind gzip: 8 MiB of files and, for each of 2,000, a header, an extended header and padding of 512 bytes each. */
export const MAX_TAR_BYTES = 16 * 1024 * 1024;

/** Compressed bytes that are opened at a time: deflate makes at most 1,032 times as many of them before the count is looked at. */
export const INFLATE_STEP_BYTES = 4 * 1024;

/**
 * A file of a zip that is opened at once, compressed: most files are smaller, and a stream costs more than they do. One that
 * lies makes 33 MB of nothing before it is refused.
 */
export const MAX_PACKED_AT_ONCE_BYTES = 32 * 1024;

/** An extended header or a long name of a tar, in bytes. A path of the greatest length takes a sixteenth of it. */
export const MAX_TAR_METADATA_BYTES = 64 * 1024;

/** One step of a path in bytes: what file systems take. */
export const MAX_STEP_BYTES = 255;

/** One agent.yaml in characters. A large one has a thousand. */
export const MAX_AGENT_CHARS = 64 * 1024;

/** Collections inside each other in agent.yaml, the outermost being 1. It needs four. */
export const MAX_YAML_DEPTH = 16;

/** Faults of one agent.yaml that are listed. Nobody mends more than that before trying again. */
export const MAX_FAULTS = 20;

/** Places that one finding cites: what somebody looks at before they mend it. */
export const MAX_PLACES = 10;

/** Lines of one file with secrets that have a finding of their own; the others are counted in one more. */
export const MAX_SECRET_LINES = 10;

/** Findings of one validation. What is left over is counted in a last one. */
export const MAX_FINDINGS = 200;

/** Removals from one text that are remembered with their lines; of the others only the number is told. */
export const MAX_KEPT_REMOVALS = 2 * MAX_SECRET_LINES;

/** A text that is redacted in one piece, in characters; a source is a tenth of it. */
export const MAX_REDACTED_AT_ONCE_CHARS = 512 * 1024;

/** A part of a larger text that is redacted at a time, in characters. */
export const REDACTED_STEP_CHARS = 384 * 1024;
