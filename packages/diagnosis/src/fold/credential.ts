import { clip } from "../text/clip.ts";
import { firstTextOf, integerOf, type RunEvent, textOf } from "./event.ts";
import { hostOf } from "./host.ts";
import { MAX_NAME_BYTES } from "./limits.ts";
import type { Credential, Upstream } from "./state.ts";

function hostIn(event: RunEvent): string | undefined {
  const text = firstTextOf(event.payload, ["destination", "host", "url"]);
  const host = text === undefined ? undefined : hostOf(text);
  return host === undefined ? undefined : clip(host, MAX_NAME_BYTES);
}

/** The use of a credential that an event of the gateway reports, or `undefined` when it does not name it. */
export function credentialOf(event: RunEvent): Credential | undefined {
  const id = textOf(event.payload, "credential_id");
  if (id === undefined) return undefined;
  const host = hostIn(event);
  const { at, seq, timestamp } = event;
  return { at, seq, timestamp, id: clip(id, MAX_NAME_BYTES), ...(host === undefined ? {} : { host }) };
}

/** The answer of a host that an allowed egress reports, or `undefined` when it tells no status. */
export function upstreamOf(event: RunEvent): Upstream | undefined {
  const status = integerOf(event.payload, "status_code");
  const host = status === undefined ? undefined : hostIn(event);
  if (status === undefined || host === undefined) return undefined;
  const credential = textOf(event.payload, "credential_id");
  const { at, seq, timestamp } = event;
  return {
    at,
    seq,
    timestamp,
    host,
    status,
    ...(credential === undefined ? {} : { credential: clip(credential, MAX_NAME_BYTES) }),
  };
}
