import type { Line } from "../text/plain-lines.ts";

/** A place in the source that a traceback or stack names. */
export interface Frame {
  /** The index of the line that names it. */
  index: number;
  file: string;
  line: string;
  name?: string;
}

const PYTHON_FRAME = /^ {1,6}File "([^"]{1,300})", line (\d{1,9})(?:, in (\S.{0,120}))?$/;
const NODE_FRAME =
  /^ {1,12}at (?:(?:async )?(\S.{0,120}) \()?((?:file:\/\/)?[^():]{1,300}):(\d{1,9})(?::\d{1,9})?\)?(?: \{)?$/;

/** Installed packages, the interpreter's own files, and the harness around the agent. */
const FOREIGN =
  /site-packages|dist-packages|node_modules|[\\/]lib[\\/]python\d|[\\/]lib64?[\\/]python\d|^<|^node:|^internal[\\/]|[\\/](?:usr|opt)[\\/]lib[\\/]|(?:^|[\\/])(?:harness|agentpaas)[\\/]/i;

/** The frame that a line names, or `undefined`. */
export function frameOf(line: Line, index: number): Frame | undefined {
  const python = PYTHON_FRAME.exec(line.text);
  const [, file, number, name] = python ?? [];
  if (file !== undefined && number !== undefined)
    return { index, file, line: number, ...(name === undefined ? {} : { name }) };
  const [, caller, path, row] = NODE_FRAME.exec(line.text) ?? [];
  if (path === undefined || row === undefined) return undefined;
  const plainPath = path.startsWith("file://") ? path.slice("file://".length) : path;
  return { index, file: plainPath, line: row, ...(caller === undefined ? {} : { name: caller }) };
}

/** True for a file of the agent itself. */
export function isOwn(frame: Frame): boolean {
  return !FOREIGN.test(frame.file);
}
