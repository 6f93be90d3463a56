import { refuseArchive } from "./refusal.ts";
import { utf8Text } from "./tar-header.ts";

/**
 * The records `<length> <key>=<value>` of an extended header, each ended by a line feed and counted with it. Keys that
 * repeat take the last value, as POSIX has it. Source: POSIX.1-2017, pax, "pax Extended Header".
 */
export function readPax(bytes: Uint8Array, entry: number): Map<string, Uint8Array> {
  const records = new Map<string, Uint8Array>();
  let at = 0;
  while (at < bytes.length) {
    const blank = bytes.indexOf(0x20, at);
    const digits = blank < 0 ? undefined : utf8Text(bytes.subarray(at, blank));
    if (digits === undefined || !/^[1-9][0-9]{0,6}$/.test(digits)) refuseArchive("malformed", entry);
    const end = at + Number(digits);
    const equals = bytes.indexOf(0x3d, blank);
    if (end > bytes.length || bytes[end - 1] !== 0x0a || equals < 0 || equals >= end) refuseArchive("malformed", entry);
    const key = utf8Text(bytes.subarray(blank + 1, equals));
    if (key === undefined) refuseArchive("malformed", entry);
    records.set(key, bytes.subarray(equals + 1, end - 1));
    at = end;
  }
  return records;
}
