import { BASE62, BASE64, HEX, Random } from "./random.ts";

// Ordinary texts of 256 KiB that hold many names, escapes or encodings. None of them may run out of work.

const make = (length: number, line: (random: Random) => string, by = "\n"): string => {
  const random = new Random(29);
  let text = "";
  while (text.length < length) text += line(random) + by;
  return text.slice(0, length);
};

const NAMES = ["PASSWORD", "API_KEY", "SECRET", "TOKEN"];
const nested = (random: Random): string =>
  JSON.stringify({
    level: "info",
    message: JSON.stringify({
      user: "bob",
      id: random.characters(HEX, 32),
      path: "C:\\x\\y",
      inner: JSON.stringify({ attempt: 1, note: 'text with "quotes"' }),
    }),
  });

const LINES: Readonly<Record<string, readonly [line: (random: Random) => string, by?: string]>> = {
  "JSON in JSON in JSON": [nested],
  "JSON in JSON with a secret here and there": [
    (random) => (random.below(20) === 0 ? `{"password":"${random.characters(BASE62, 12)}"}` : nested(random)),
  ],
  "percent-encoded access log": [
    (random) =>
      `10.0.0.1 "GET /search?q=${encodeURIComponent(`hello world & more / ${random.characters(BASE62, 6)}`)}&next=${encodeURIComponent("https://example.com/a?b=c&d=e")} HTTP/1.1" 200`,
  ],
  "coloured build output": [
    (random) =>
      `\u001b[32m[${random.below(900)}/900]\u001b[0m \u001b[1mBuilding\u001b[0m CXX object src/${random.characters("abcdef", 8)}.cpp.o`,
  ],
  "minified code": [
    (random) =>
      `function ${random.characters("abcdefg", 2)}(e,t){if(e.token!==t.key)return a.password(e);var n="\\n";return n.${random.characters("abcdefg", 3)}(t)}`,
    "",
  ],
  "base64 attachment": [(random) => random.characters(BASE64, 76)],
  "CSV of many columns": [(random) => Array.from({ length: 30 }, () => random.characters(BASE62, 5)).join(",")],
  "a secret on every line": [
    (random) => `${random.characters("ABCDEFG", 5)}_${random.pick(NAMES)}=${random.characters(BASE62, 24)}`,
  ],
  "prose about secrets": [
    () => "the token budget was exhausted because the password of the session key had been rotated by the author",
    ". ",
  ],
};

export function largeTexts(length: number): { name: string; text: string }[] {
  return Object.entries(LINES).map(([name, [line, by]]) => ({ name, text: make(length, line, by) }));
}
