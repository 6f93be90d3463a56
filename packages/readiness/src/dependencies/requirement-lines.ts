/** A line of a requirements file as pip reads it: continued lines are one, comments are gone. */
export interface RequirementLine {
  text: string;
  /** Lines of the file, from 1. */
  first: number;
  last: number;
}

/** A comment starts a line or follows white space; `#` inside an address is part of it. */
function withoutComment(line: string): string {
  if (line.trimStart().startsWith("#")) return "";
  const start = line.search(/\s#/);
  return start < 0 ? line : line.slice(0, start);
}

/**
 * The logical lines that are not empty. A backslash at the end continues a line, but not a line that is only a comment;
 * the last line may end in a backslash, as pip lets it.
 */
export function requirementLines(text: string): RequirementLine[] {
  const found: RequirementLine[] = [];
  let parts: string[] = [];
  let first = 1;
  const close = (last: number) => {
    const joined = withoutComment(parts.join("")).trim();
    if (joined !== "") found.push({ text: joined, first, last });
    parts = [];
    first = last + 1;
  };
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  for (const [index, line] of lines.entries()) {
    const isComment = line.trimStart().startsWith("#");
    if (line.endsWith("\\") && !isComment) {
      parts.push(line.slice(0, -1));
      continue;
    }
    parts.push(isComment && parts.length > 0 ? ` ${line}` : line);
    close(index + 1);
  }
  if (parts.length > 0) close(lines.length);
  return found;
}
