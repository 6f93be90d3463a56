import { assignments } from "./assignments.ts";
import { basic, bearer } from "./authorization.ts";
import { calls } from "./calls.ts";
import { chat } from "./chat.ts";
import { cloud } from "./cloud.ts";
import { codeHosts } from "./code-hosts.ts";
import { customaryTokens } from "./customary-tokens.ts";
import { databases } from "./databases.ts";
import { delivery } from "./delivery.ts";
import { identity } from "./identity.ts";
import { jsonWebKeys } from "./json-web-keys.ts";
import { jsonWebTokens } from "./json-web-tokens.ts";
import { modelProviders } from "./model-providers.ts";
import { observability } from "./observability.ts";
import { operatorKeys } from "./operator-keys.ts";
import { payments } from "./payments.ts";
import { privateKeys } from "./private-keys.ts";
import type { Recogniser } from "./recogniser.ts";
import { registries } from "./registries.ts";
import { seedPhrases } from "./seed-phrases.ts";
import { shell } from "./shell.ts";
import { urls } from "./urls.ts";
import { wallets } from "./wallets.ts";
import { workplace } from "./workplace.ts";

/** Every kind of secret that is known by name, one family per file. A family is added by naming it here. */
export const FAMILIES: Readonly<Record<string, readonly Recogniser[]>> = {
  operator: operatorKeys,
  assignments: [assignments],
  authorization: [bearer, basic],
  tokens: [jsonWebTokens, customaryTokens],
  keys: [...privateKeys, jsonWebKeys],
  urls,
  shell,
  calls,
  phrases: [seedPhrases],
  cloud,
  "code-hosts": codeHosts,
  registries,
  "model-providers": modelProviders,
  payments,
  chat,
  observability,
  delivery,
  databases,
  workplace,
  identity,
  wallets,
};

export const RECOGNISERS: readonly Recogniser[] = Object.values(FAMILIES).flat();
