/** Lines of one text that are searched: errors stand at the end of what a program prints, a cause at times at its start. */
const MAX_TAIL_LINES = 600;
const MAX_HEAD_LINES = 120;
/** Of one line this much is read; longer ones are data, not messages. */
const MAX_LINE_CHARS = 2000;

/** Terminal control: colours and cursor movement (CSI), titles and links (OSC), and other two-character escapes. */
const ESCAPES = /\u001b(?:\[[0-9;?]{0,24}[@-~]|\][^\u0007\u001b]{0,300}(?:\u0007|\u001b\\)|[@-Z\\^_])/g;
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/** What a container runtime puts before every line: an RFC 3339 time, at times with the stream and a flag. */
const CONTAINER_PREFIX = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z (?:std(?:out|err) [FP] )?/;

/** A line of a text, with the number that it has there, from 1. */
export interface Line {
  number: number;
  text: string;
}

/** The line as a terminal would show it in the end: without colours, and behind its last carriage return. */
export function plain(line: string): string {
  const cut = line.length > MAX_LINE_CHARS ? line.slice(0, MAX_LINE_CHARS) : line;
  const trimmed = cut.trimEnd();
  const shown = trimmed.slice(trimmed.lastIndexOf("\r") + 1);
  const bare = shown.includes("\u001b") ? shown.replace(ESCAPES, "") : shown;
  return bare.replace(CONTROLS, " ").replace(CONTAINER_PREFIX, "").trimEnd();
}

/** How a logger that writes JSON shows a traceback: on one line, its line feeds escaped. */
const ESCAPED_TRACEBACK = "Traceback (most recent call last):\\n";
const MAX_ESCAPED_CHARS = 16_000;

/** The lines of a traceback inside a line of JSON, all with the number of that line. */
function unescaped(line: string, number: number): Line[] {
  const start = line.indexOf(ESCAPED_TRACEBACK);
  const parts = line.slice(start, start + MAX_ESCAPED_CHARS).split("\\n");
  // Behind the last line the other fields of the JSON follow.
  const last = parts.length - 1;
  return parts.map((part, index) => {
    const own = index === last ? part.replace(/"[,}].{0,2000}$/, "") : part;
    return { number, text: plain(own.replaceAll('\\"', '"')) };
  });
}

/** The lines of a text that are worth searching: all of a short one, the head and the tail of a long one. */
export function plainLines(text: string): Line[] {
  const all = text.split("\n");
  const lines: Line[] = [];
  for (const [index, line] of all.entries()) {
    if (index >= MAX_HEAD_LINES && index < all.length - MAX_TAIL_LINES) continue;
    if (line.includes(ESCAPED_TRACEBACK)) lines.push(...unescaped(line, index + 1));
    else lines.push({ number: index + 1, text: plain(line) });
  }
  return lines;
}
