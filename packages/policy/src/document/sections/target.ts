import type { JsonObject } from "@operator/contract";
import { DOMAIN_FAULTS, readDomain } from "../../hosts/domain.ts";
import { rangeReach, readNetwork } from "../../hosts/ranges.ts";
import type { EgressRule } from "../../policy.ts";
import type { FieldPath } from "../field-path.ts";
import type { Reading } from "./reading.ts";

interface TargetFields {
  domain?: string | undefined;
  cidr?: string | undefined;
  allow_wildcard?: boolean | undefined;
  allow_private?: boolean | undefined;
}

/** Reads where a rule leads: `domain` or `cidr`, and whether its flags allow a target that is wide or not public. */
export function readTarget(
  rule: JsonObject,
  fields: TargetFields,
  path: FieldPath,
  reading: Reading,
): EgressRule["target"] | undefined {
  const [hasDomain, hasCidr] = [Object.hasOwn(rule, "domain"), Object.hasOwn(rule, "cidr")];
  if (hasDomain && hasCidr) {
    reading.report("target_conflict", path, "A rule has `domain` or `cidr`, not both. Make two rules of it.");
  } else if (!hasDomain && !hasCidr) {
    reading.report("target_missing", path, "A rule needs `domain`, such as api.example.com, or `cidr`.");
  }
  // Both are looked at even when only one can stay, so that one pass shows everything.
  const host = fields.domain === undefined ? undefined : domainTarget(fields.domain, fields, path, reading);
  const network = fields.cidr === undefined ? undefined : cidrTarget(fields.cidr, fields, path, reading);
  return host ?? network;
}

function domainTarget(
  text: string,
  fields: TargetFields,
  path: FieldPath,
  reading: Reading,
): EgressRule["target"] | undefined {
  const at = [...path, "domain"];
  const domain = readDomain(text);
  if (domain.kind === "refused") {
    reading.report(domain.code, at, DOMAIN_FAULTS[domain.code]);
    return undefined;
  }
  if (domain.rewritten) {
    const message = "Hosts are compared in lower case, without a dot at the end and as punycode. Write it so.";
    reading.advise("normalised_domain", at, message);
  }
  if (domain.kind === "host") return { kind: "host", host: domain.host };
  if (fields.allow_wildcard !== true) {
    const message = "A wildcard needs `allow_wildcard: true` in its rule. Better name the hosts that are meant.";
    reading.report("wildcard_not_allowed", at, message);
  }
  return { kind: "wildcard", suffix: domain.suffix };
}

function cidrTarget(
  text: string,
  fields: TargetFields,
  path: FieldPath,
  reading: Reading,
): EgressRule["target"] | undefined {
  const at = [...path, "cidr"];
  const network = readNetwork(text);
  if (network === undefined) {
    const message =
      "Write a network, such as 203.0.113.0/24 or 2001:db8::/32; one address is a network of /32 or /128.";
    reading.report("invalid_cidr", at, message);
    return undefined;
  }
  if (network.rewritten) {
    const message =
      "The network is not in its shortest form: host bits, a v4-mapped address, zeros or capitals. It is read as if it were.";
    reading.advise("normalised_cidr", at, message);
  }
  const reach = rangeReach(network.network);
  if (reach === "guarded") {
    const message =
      "This network holds loopback, link-local or metadata addresses, which no policy can allow. Leave them out.";
    reading.report("guarded_address", at, message);
  }
  if (reach === "everything" && fields.allow_wildcard !== true) {
    reading.report(
      "wildcard_not_allowed",
      at,
      "A network of /0 is a wildcard and needs `allow_wildcard: true` in its rule.",
    );
  }
  if ((reach === "private" || reach === "everything") && fields.allow_private !== true) {
    const message = "This network holds private addresses and needs `allow_private: true` in its rule.";
    reading.report("private_not_allowed", at, message);
  }
  return { kind: "cidr", cidr: network.cidr };
}
