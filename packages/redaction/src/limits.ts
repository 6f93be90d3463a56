// Every bound of the engine, with its unit and its reason.

/** Characters of an identifier that are read to each side of a keyword: longer names do not occur in configuration. */
export const MAX_NAME_CHARS = 80;

/** Characters of a value that are looked at to judge it: what follows cannot make a plain word of it. */
export const MAX_JUDGED_CHARS = 64;

/** Characters between two PEM boundary lines: an RSA key of 16,384 bits has 12,500. */
export const MAX_PEM_CHARS = 32_768;

/** Nested encodings that are opened, such as base64 of percent-encoded JSON: each costs one more pass over the decoded text. */
export const MAX_VIEW_DEPTH = 3;

/** Passes over one text until nothing more is found. Redacting may uncover a neighbour; ordinary text settles in two. */
export const MAX_PASSES = 6;

/**
 * Units of work (`scan/work.ts`) that one pass may cost for each character of the text. Ordinary text costs 1 to 5, a file
 * that holds a secret on every line 8, JSON in JSON in JSON 9; text that is made to be slow asks for 30 and more. A unit takes 9 ns.
 */
export const WORK_PER_CHARACTER = 11;

/** Units that any text may cost, however short: 16 KiB of the worst are examined in full. */
export const FREE_WORK = WORK_PER_CHARACTER * 256 * 1024;

/** What all passes over one text may cost together, as a multiple of what one may. */
export const WORK_OF_ALL_PASSES = 1.6;

/** Texts of fewer characters are looked at whole in every pass; in longer ones later passes look at the lines that changed. */
export const MIN_WINDOWED_CHARS = 16_384;

/** Lines around a changed one that a later pass looks at again: a fold, a boundary line, a name above its value. */
export const WINDOW_LINES = 3;

/** Levels of arrays and objects that are walked; what lies deeper is replaced whole, so that no input exhausts the stack. */
export const MAX_VALUE_DEPTH = 1_500;

/** Names whose judgement is remembered; agent events use a few hundred. */
export const MAX_REMEMBERED_NAMES = 4_096;

/** Shortest run of hex or base64 that can hold the text of a secret together with its name. */
export const MIN_ENCODED_CHARS = 22;

/** Shortest column at which an encoder folds lines (PEM folds at 64, MIME at 76). */
export const MIN_FOLD_COLUMN = 40;
