/** Modules that Node.js 20 to 24 bring without a prefix (`module.builtinModules`), by the first part of their names. */
const NAMES = `
  assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain
  events fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl
  stream string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib
`;

export const NODE_BUILTINS: ReadonlySet<string> = new Set(NAMES.trim().split(/\s+/));
