/** One statement of Python on one line of text: joined, without strings and comments. */
export interface PythonStatement {
  text: string;
  /** Where it starts in the source. */
  offset: number;
  /** Columns before it; a tab goes to the next multiple of eight. */
  indent: number;
  /** Lines of the source, from 1. */
  first: number;
  last: number;
}

function indentOf(line: string): number {
  let columns = 0;
  for (const char of line) {
    if (char === " ") columns += 1;
    else if (char === "\t") columns += 8 - (columns % 8);
    else if (char !== "\f") break;
  }
  return columns;
}

/** How a line changes the number of open brackets. */
function depthChange(line: string): number {
  if (!/[([{)\]}]/.test(line)) return 0;
  let change = 0;
  for (const char of line) {
    if ("([{".includes(char)) change += 1;
    else if (")]}".includes(char)) change -= 1;
  }
  return change;
}

/**
 * The statements of code from which strings and comments are gone. A statement goes on over a backslash and inside brackets;
 * brackets that are never closed end where a line starts with a keyword at the left margin, so that one slip hides little.
 */
export function pythonStatements(code: string): PythonStatement[] {
  const found: PythonStatement[] = [];
  let parts: string[] = [];
  let depth = 0;
  let start = { offset: 0, line: 1, indent: 0 };
  let offset = 0;
  const close = (last: number) => {
    const text = parts.join(" ");
    parts = [];
    depth = 0;
    if (text.trim() === "") return;
    let within = 0;
    for (const piece of text.split(";")) {
      const lead = piece.length - piece.trimStart().length;
      const one = { text: piece.trim(), offset: start.offset + within + lead, indent: start.indent };
      if (one.text !== "") found.push({ ...one, first: start.line, last });
      within += piece.length + 1;
    }
  };
  const lines = code.split("\n");
  for (const [index, line] of lines.entries()) {
    const startsAnew = /^(?:import|from|def|class|async|try|if|with)\b/.test(line);
    if (parts.length > 0 && depth > 0 && startsAnew) close(index);
    if (parts.length === 0) start = { offset, line: index + 1, indent: indentOf(line) };
    offset += line.length + 1;
    const text = line.replace(/\r$/, "");
    const continues = text.endsWith("\\");
    parts.push(continues ? `${text.slice(0, -1)} ` : text);
    depth = Math.max(0, depth + depthChange(text));
    if (!continues && depth === 0) close(index + 1);
  }
  close(lines.length);
  return found;
}
