/** Every limit of reading and editing a policy.yaml, each with its unit in the name and its reason beside it. */

/** One document, in bytes of UTF-8. A policy of a thousand rules is a quarter of it. */
export const MAX_DOCUMENT_BYTES = 256 * 1024;

/** Errors, and advisories, that one reading lists. Nobody mends more than that before trying again. */
export const MAX_ISSUES = 100;

/** Collections inside each other, the outermost being 1. The deepest section needs five; later versions may need more. */
export const MAX_DEPTH = 32;

/**
 * Pieces outside the one document that are still read: comments, separators, stray text. Each stray piece costs the YAML
 * library an exception object, and 256 KiB of brackets are a quarter of a million of them.
 */
export const MAX_STRAY_TOKENS = 1000;

/** Names, ids, paths and other text on one line, in characters. */
export const MAX_LINE_CHARS = 1024;

/** A regular expression or a system prompt, in characters. */
export const MAX_TEXT_CHARS = 32 * 1024;

/** What a field name may be so that a message may repeat it. */
export const MAX_NAMED_FIELD_CHARS = 40;
