import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GO_ZERO_TIME, parseRfc3339, RFC3339_PATTERN, Timestamp } from "./time.ts";

describe("parseRfc3339", () => {
  it.each([
    ["the epoch", "1970-01-01T00:00:00Z", 0],
    ["milliseconds", "2026-07-02T09:05:00.950Z", Date.UTC(2026, 6, 2, 9, 5, 0, 950)],
    ["one digit behind the point", "1970-01-01T00:00:00.5Z", 500],
    ["nine digits behind the point, the finer ones as a fraction", "1970-01-01T00:00:00.123999999Z", 123.999999],
    ["a zone east of Greenwich", "1970-01-01T02:00:00+02:00", 0],
    ["a zone west of Greenwich", "1969-12-31T18:30:00-05:30", 0],
    ["the zone that Greenwich may not be in", "1970-01-01T00:00:00-00:00", 0],
    ["the widest zone", "1970-01-01T23:59:00+23:59", 0],
    ["the last second of a day", "1970-01-01T23:59:59Z", 86_399_000],
    ["February 29 of a leap year", "2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
    ["February 29 of a leap century", "2000-02-29T00:00:00Z", Date.UTC(2000, 1, 29)],
    ["a year below 100", "0050-03-01T00:00:00Z", -60_584_198_400_000],
    ["February 29 of a leap year below 100", "0004-02-29T00:00:00Z", -62_035_891_200_000],
    ["February 29 of the year 0, which is a leap year", "0000-02-29T00:00:00Z", -62_162_121_600_000],
    ["Go's zero time", GO_ZERO_TIME, -62_135_596_800_000],
    ["the year 0", "0000-01-01T00:00:00Z", -62_167_219_200_000],
    ["the last year", "9999-12-31T23:59:59Z", 253_402_300_799_000],
  ])("reads %s", (_, text, at) => {
    expect(parseRfc3339(text)).toBe(at);
  });

  it.each([
    ["nothing", ""],
    ["a date", "2026-07-02"],
    ["a time without a zone", "2026-07-02T09:05:00"],
    ["a time without seconds", "2026-07-02T09:05Z"],
    ["a space between date and time", "2026-07-02 09:05:00Z"],
    ["lower-case letters", "2026-07-02t09:05:00z"],
    ["a zone without a colon", "2026-07-02T09:05:00+0200"],
    ["a zone of hours alone", "2026-07-02T09:05:00+02"],
    ["a zone of 24 hours", "2026-07-02T09:05:00+24:00"],
    ["a zone of 60 minutes", "2026-07-02T09:05:00+01:60"],
    ["two zones", "2026-07-02T09:05:00Z+02:00"],
    ["hour 24", "2026-07-02T24:00:00Z"],
    ["minute 60", "2026-07-02T09:60:00Z"],
    ["a leap second", "2016-12-31T23:59:60Z"],
    ["month 0", "2026-00-02T09:05:00Z"],
    ["month 13", "2026-13-02T09:05:00Z"],
    ["day 0", "2026-07-00T09:05:00Z"],
    ["day 32", "2026-07-32T09:05:00Z"],
    ["April 31", "2026-04-31T09:05:00Z"],
    ["February 29 of an ordinary year", "2026-02-29T09:05:00Z"],
    ["February 29 of an ordinary century", "1900-02-29T09:05:00Z"],
    ["February 29 of an ordinary year below 100", "0050-02-29T09:05:00Z"],
    ["February 30", "2024-02-30T09:05:00Z"],
    ["a point without digits", "2026-07-02T09:05:00.Z"],
    ["a comma", "2026-07-02T09:05:00,5Z"],
    ["ten digits behind the point", "2026-07-02T09:05:00.1234567890Z"],
    ["a year of five digits", "12026-07-02T09:05:00Z"],
    ["a year with a sign", "+02026-07-02T09:05:00Z"],
    ["digits of other scripts", "٢٠٢٦-07-02T09:05:00Z"],
    ["space around it", " 2026-07-02T09:05:00Z"],
    ["a line break behind it", "2026-07-02T09:05:00Z\n"],
  ])("refuses %s", (_, text) => {
    expect(parseRfc3339(text)).toBeUndefined();
  });

  it("reads every instant that a Date can write in four digits of year", () => {
    const instants = fc.date({
      min: new Date(GO_ZERO_TIME),
      max: new Date("9999-12-31T23:59:59.999Z"),
      noInvalidDate: true,
    });
    fc.assert(fc.property(instants, (date) => parseRfc3339(date.toISOString()) === date.getTime()));
  });

  it("takes exactly the days that the calendar has", () => {
    const number = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(number(9999), number(13), number(32), (year, month, day) => {
        const pad = (value: number, width: number) => String(value).padStart(width, "0");
        const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
        const at = Date.parse(`${date}T00:00:00Z`);
        const exists = !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
        return (parseRfc3339(`${date}T00:00:00Z`) !== undefined) === exists;
      }),
    );
  });
});

describe("Timestamp", () => {
  it("keeps the text that was sent", () => {
    const text = "2026-07-02T11:05:00.123456789+02:00";
    expect(Timestamp.parse(text)).toBe(text);
  });

  it.each([0, null, undefined, new Date(0)])("refuses %o, which is no text", (value) => {
    expect(Timestamp.safeParse(value).success).toBe(false);
  });

  it("has a pattern that other languages understand: no named groups, no look-around, no \\d", () => {
    expect(RFC3339_PATTERN.source).not.toMatch(/\(\?|\\[a-z]/i);
  });
});
