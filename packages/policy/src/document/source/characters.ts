import type { IssueLog } from "../policy-issue.ts";

/** What no policy needs and a reviewer cannot see: C0 and C1 controls but tab, newline and carriage return. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\r(?!\n)/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Controls, line breaks and what reorders or hides text on the screen of whoever approves it. */
const NOT_ON_ONE_LINE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/;

/** Whether text can stand on one line and be read there as what it is. */
export function isOneLine(text: string): boolean {
  return !NOT_ON_ONE_LINE.test(text);
}

/** Whether a decoded string holds what only an escape such as `"\0"` can bring in. */
export function hasForbiddenCharacter(text: string): boolean {
  return !text.isWellFormed() || text.search(CONTROL) >= 0;
}

/** Reports characters that YAML 1.2 does not call printable, and half surrogates, wherever they stand in the text. */
export function checkCharacters(text: string, issues: IssueLog): void {
  for (const { index } of text.matchAll(CONTROL)) {
    issues.error(
      "control_character",
      [],
      index,
      "There is a control character here. Only tab and line ends may be used.",
    );
  }
  if (text.isWellFormed()) return;
  for (const { index } of text.matchAll(LONE_SURROGATE)) {
    issues.error("lone_surrogate", [], index, "There is half of a surrogate pair here. Write the document as UTF-8.");
  }
}
