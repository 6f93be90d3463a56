import type { PolicyIssueCode } from "@operator/contract";
import * as z from "zod";
import { MAX_LINE_CHARS, MAX_TEXT_CHARS } from "../limits.ts";
import { isOneLine } from "../source/characters.ts";

/** A refusal of a field's value: its code, and what would be right. */
interface Rule<T> {
  code: PolicyIssueCode;
  right: string;
  holds: (value: T) => boolean;
}

function text(rule: Rule<string>): z.ZodString {
  return z.string().refine(rule.holds, { error: rule.right, params: { code: rule.code } });
}

function number(rule: Rule<number>): z.ZodNumber {
  return z.number().refine(rule.holds, { error: rule.right, params: { code: rule.code } });
}

const isLine = (text: string) =>
  text.length > 0 && text.length <= MAX_LINE_CHARS && isOneLine(text) && text.trim() === text;

/** Names, ids, paths: text that a person reads on one line. */
export const Line = text({
  code: "invalid_text",
  right: `Write 1 to ${MAX_LINE_CHARS} characters on one line, without control or invisible characters and without blanks around them.`,
  holds: isLine,
});

/** Text that may go over several lines. */
export const Text = text({
  code: "invalid_text",
  right: `Write 1 to ${MAX_TEXT_CHARS} characters.`,
  holds: (value) => value.length > 0 && value.length <= MAX_TEXT_CHARS,
});

/** The value of an HTTP header or an environment variable: may be empty, may not break its line. */
export const HeaderText = text({
  code: "invalid_text",
  right: "Write the value on one line, without control or invisible characters.",
  holds: (value) => value.length <= MAX_TEXT_CHARS && isOneLine(value),
});

/** Source: RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;

export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

export const HeaderName = text({
  code: "invalid_header",
  right: "Write the name of an HTTP header, such as Authorization.",
  holds: isToken,
});

function absoluteUrl(text: string, protocols: readonly string[]): boolean {
  if (!isLine(text) || /\s/.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return protocols.includes(url.protocol) && url.username === "" && url.password === "" && url.hostname !== "";
}

export const HttpUrl = text({
  code: "invalid_url",
  right: "Write an absolute URL that starts with https:// or http:// and holds no user name or password.",
  holds: (value) => absoluteUrl(value, ["https:", "http:"]),
});

export const HttpsUrl = text({
  code: "invalid_url",
  right: "Write an absolute URL that starts with https:// and holds no user name or password.",
  holds: (value) => absoluteUrl(value, ["https:"]),
});

/** What Go's `time.ParseDuration` takes, without a sign. The counts are bounded so that no text costs much. */
const GO_DURATION = /^(?:0|(?:(?:[0-9]{1,12}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})(?:ns|us|µs|μs|ms|s|m|h)){1,8})$/;

export const Duration = text({
  code: "invalid_duration",
  right: "Write a duration with its unit, such as 30s, 1m30s or 500ms.",
  holds: (value) => GO_DURATION.test(value),
});

export const Port = number({
  code: "port_out_of_range",
  right: "A port is a whole number from 1 to 65535.",
  holds: (port) => Number.isInteger(port) && port >= 1 && port <= 65535,
});

/** A whole number of at least `least`. */
export function wholeNumber(least: number): z.ZodNumber {
  return number({
    code: "out_of_range",
    right: `Write a whole number of at least ${least}.`,
    holds: (value) => Number.isSafeInteger(value) && value >= least,
  });
}

/** An amount of money: exact, therefore text. */
export const DecimalText = text({
  code: "invalid_decimal",
  right: 'Write an amount in quotes, such as "2.50".',
  holds: (value) => /^(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,9})?$/.test(value),
});

const VariableName = text({
  code: "invalid_text",
  right: "Write the name of an environment variable: letters, digits and `_`.",
  holds: (value) => /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(value),
});

export const Headers = z.record(HeaderName, HeaderText);
export const Environment = z.record(VariableName, HeaderText);
