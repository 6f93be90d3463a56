import type { JsonObject, JsonValue } from "@operator/contract";
import { firstTextOf, integerOf, objectOf, type RunEvent, textOf } from "../fold/event.ts";
import { hostOf } from "../fold/host.ts";
import { MAX_NAME_BYTES } from "../fold/limits.ts";
import type { Observation } from "../fold/report.ts";
import { clip } from "../text/clip.ts";

/** Words that stand for "no credential" where its id is expected. */
const NO_CREDENTIAL: ReadonlySet<string> = new Set(["", "none", "unbound", "missing", "not_bound", "absent", "null"]);

/** The id of the credential that went along: empty when the runtime says that there was none, absent when it says nothing. */
function credentialIn(value: JsonValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value === null || value === false) return "";
  if (typeof value === "string") return NO_CREDENTIAL.has(value.toLowerCase()) ? "" : clip(value, MAX_NAME_BYTES);
  if (value === true) return "bound";
  if (typeof value !== "object" || Array.isArray(value)) return undefined;
  const states = [value.bound, value.injected, value.present, value.status];
  if (states.some((state) => state === false || (typeof state === "string" && NO_CREDENTIAL.has(state)))) return "";
  const id = firstTextOf(value, ["id", "credential_id", "name"]);
  return id === undefined ? undefined : clip(id, MAX_NAME_BYTES);
}

function read(evidence: JsonObject, credential: JsonValue | undefined): Observation | undefined {
  const status = integerOf(evidence, "status_code") ?? integerOf(evidence, "status");
  const availability = textOf(evidence, "availability");
  const place = firstTextOf(evidence, ["url", "destination", "host"]);
  const host = place === undefined ? undefined : hostOf(place);
  const id = credentialIn(credential);
  if (status === undefined && availability === undefined) return undefined;
  return {
    ...(status === undefined || status === 0 ? {} : { status }),
    ...(availability === undefined ? {} : { availability: clip(availability, 32) }),
    ...(host === undefined ? {} : { host: clip(host, MAX_NAME_BYTES) }),
    ...(id === undefined ? {} : { credential: id }),
  };
}

/** What a host answered to the request that failed, as the event states it. */
export function observationOf(event: RunEvent): Observation | undefined {
  const { payload } = event;
  const evidence = objectOf(payload, "upstream_evidence");
  if (evidence !== undefined)
    return read(evidence, Object.hasOwn(evidence, "credential") ? evidence.credential : undefined);
  const credential = Object.hasOwn(payload, "credential_id") ? payload.credential_id : undefined;
  return textOf(payload, "status") === undefined ? read(payload, credential) : undefined;
}
