import type { ErrorCode } from "yaml";

/** What is wrong and what would be right, by the YAML library's code. Its own messages can repeat the document. */
const MESSAGES: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "An alias cannot have an anchor or a tag.",
  BAD_ALIAS: "An anchor or alias here has no usable name.",
  BAD_DIRECTIVE: "This directive is not YAML 1.2. A policy needs none.",
  BAD_DQ_ESCAPE: "There is no such escape in double quotes. Write `\\\\` for a backslash, or use single quotes.",
  BAD_INDENT:
    "The indentation does not fit here. Fields of one object, and items of one list, start in the same column.",
  BAD_PROP_ORDER: "An anchor or tag stands where it cannot stand.",
  BAD_SCALAR_START: "A plain value cannot start with this character. Put the value in quotes.",
  BLOCK_AS_IMPLICIT_KEY:
    "There are two fields on one line here. Write each on its own line, or quote a value that has `: ` in it.",
  BLOCK_IN_FLOW: "Between brackets, lists and objects are written with brackets too.",
  DUPLICATE_KEY: "This field is there twice. Keep one.",
  IMPOSSIBLE: "This cannot be read as YAML.",
  KEY_OVER_1024_CHARS: "A field name is at most 1024 characters long.",
  MISSING_CHAR: "A closing quote or bracket, a comma, a colon, or a space is missing here.",
  MULTILINE_IMPLICIT_KEY: "A field name cannot go over several lines. A colon may be missing on the line before.",
  MULTIPLE_ANCHORS: "A value can have one anchor only.",
  MULTIPLE_DOCS: "A policy is one document. Remove what follows.",
  MULTIPLE_TAGS: "A value can have one tag only.",
  NON_STRING_KEY: "A field name is text.",
  RESOURCE_EXHAUSTION: "The document nests too deeply.",
  TAB_AS_INDENT: "Tabs cannot indent YAML. Use spaces.",
  TAG_RESOLVE_FAILED: "This tag cannot be applied. A policy needs none.",
  UNEXPECTED_TOKEN: "This cannot stand here. A quote, comma or bracket may be missing before it.",
  BAD_COLLECTION_TYPE: "The tag does not fit what it stands before. A policy needs none.",
};

export function yamlFaultMessage(code: ErrorCode): string {
  return MESSAGES[code] ?? MESSAGES.IMPOSSIBLE;
}
