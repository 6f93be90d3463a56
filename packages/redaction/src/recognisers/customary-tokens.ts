import { isIn, WORD } from "../scan/characters.ts";
import { looksRandom } from "../values/randomness.ts";
import type { Recogniser } from "./recogniser.ts";

/** Unknown vendors that follow the custom of the trade: `<vendor>_<kind>_<random>`. */
const MAX_VENDOR_CHARS = 16;
const KINDS = [
  "_sk_",
  "_pat_",
  "_live_",
  "_secret_",
  "_apikey_",
  "_api_",
  "_token_",
  "_key_",
  "_svc_",
  "_prod_",
  "_test_",
  "-sk-",
  "-pat-",
  "-live-",
  "-secret-",
  "-token-",
  "-apikey-",
];

export const customaryTokens: Recogniser = {
  id: "customary-token",
  source: "the custom of naming vendor, kind and environment in front of a random body",
  anchors: KINDS,
  find(scan, at, anchor) {
    const { text } = scan;
    const body = at + anchor.length;
    const end = scan.run(WORD, body);
    if (end - body < 20) return undefined;
    let start = at;
    while (start > at - MAX_VENDOR_CHARS && (isIn(text, start - 1, WORD) || text.charAt(start - 1) === "_")) start -= 1;
    if (start === at || !looksRandom(text, body, end) || text.slice(start, at).includes("pk")) return undefined;
    return { start, end, rule: "customary-token" };
  },
  fixtures: {
    positive: ["acme_live_<base62:32>", "acme_pat_<base62:28>"],
    negative: ["pk_live_<base62:24>", "run_test_01", "my_api_endpoint_for_customers_of_europe"],
  },
};
