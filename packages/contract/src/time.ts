import * as z from "zod";

/** As strict as a pattern can be, and written for the pattern dialects of other languages too: it stands in the JSON Schemas. */
export const RFC3339_PATTERN =
  /^([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$/;

/** What Go writes for a time that was never set. */
export const GO_ZERO_TIME = "0001-01-01T00:00:00Z";

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

/**
 * The instant that an RFC 3339 text names, in milliseconds since 1970, with what is finer as a fraction (which a double
 * holds to a quarter of a microsecond in this century); `undefined` when the text is not RFC 3339 or names a date that does not exist. A zone is required, `T` and `Z` are upper case and a second has at most
 * nine digits behind the point, as Go writes them; a leap second is refused because no clock here can order it.
 */
export function parseRfc3339(text: string): number | undefined {
  if (!RFC3339_PATTERN.test(text)) return undefined;
  const day = Number(text.slice(8, 10));
  // Only the last days of a month need the calendar; this runs for every event.
  if (day > 28 && day > daysInMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7)))) return undefined;
  const at = Date.parse(text);
  // `Date.parse` cuts behind the third digit. The fraction begins at the 20th character and ends with the zone.
  const finer = text.length > 24 ? /^\.\d{3}(\d+)/.exec(text.slice(19))?.[1] : undefined;
  return finer === undefined ? at : at + Number(`0.${finer}`);
}

/** An RFC 3339 instant with a zone, kept as the text that was sent. */
export const Timestamp = z
  .string()
  .refine((text) => parseRfc3339(text) !== undefined, { error: "must be an RFC 3339 time with a zone" })
  .meta({
    id: "Timestamp",
    description: "An RFC 3339 instant with a zone.",
    format: "date-time",
    pattern: RFC3339_PATTERN.source,
  });
