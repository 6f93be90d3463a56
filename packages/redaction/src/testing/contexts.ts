import type { Random } from "./random.ts";
import { HEX } from "./random.ts";

/** Where agents write: each context puts a text into surroundings that must stay as they are. */
export type Context = { name: string; wrap: (text: string, random: Random) => string };

export const CONTEXTS: readonly Context[] = [
  { name: "plain", wrap: (text) => text },
  {
    name: "log line",
    wrap: (text, random) =>
      `2026-07-02T09:00:${10 + random.below(50)}.120Z INFO worker[${random.below(900)}] run_id=run_01J9Z0 commit=${random.characters(HEX, 40)}\n2026-07-02T09:00:59Z WARN request failed\n${text}\n2026-07-02T09:01:00Z INFO retrying in 2s`,
  },
  {
    name: "JSON line",
    wrap: (text) =>
      JSON.stringify({
        timestamp: "2026-07-02T09:00:00.000Z",
        event_type: "failure_context",
        payload: { detail: text, exit_code: 1 },
      }),
  },
  {
    name: "traceback",
    wrap: (text) =>
      `Traceback (most recent call last):\n  File "/agent/main.py", line 3, in <module>\n    run(\n${text}\n    )\n  File "/usr/lib/python3.12/site-packages/requests/api.py", line 59, in request\nValueError: bad response`,
  },
  { name: "shell output", wrap: (text) => `$ cat config\n${text}\n$ echo $?\n0\n$ ls -la /var/lib\ntotal 12\n` },
  { name: "sentence", wrap: (text) => `request failed with ${text} after 3 attempts` },
];
