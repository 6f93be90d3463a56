import { token } from "./token.ts";

/** Package registries and the tools that publish to them. */
export const registries = [
  token({
    id: "npm-token",
    source: "docs.npmjs.com: access tokens",
    formats: ["npm_<base62:36>"],
    negative: ["npm_config_registry", "npm_package_version"],
  }),
  token({
    id: "pypi-token",
    source: "pypi.org/help: API tokens (macaroons)",
    formats: [
      "pypi-AgEIcHlwaS5vcmc<base64url:50>",
      "pypi-AgENdGVzdC5weXBpLm9yZw<base64url:50>",
      "pypi-Ag<base64url:60>",
    ],
  }),
  token({
    id: "crates-io-token",
    source: "crates.io policies: token format",
    formats: ["cio<base62:32!>"],
    random: true,
  }),
  token({ id: "rubygems-key", source: "guides.rubygems.org: API keys", formats: ["rubygems_<hex:48>"] }),
  token({ id: "nuget-key", source: "learn.microsoft.com/nuget: API keys", formats: ["oy2<base36:43!>"] }),
  token({
    id: "docker-hub-token",
    source: "docs.docker.com: personal and organisation access tokens",
    formats: ["dckr_pat_<base64url:27>", "dckr_oat_<base64url:32>"],
  }),
  token({ id: "clojars-token", source: "github.com/clojars wiki: deploy tokens", formats: ["CLOJARS_<hex:60>"] }),
  token({ id: "hex-pm-key", source: "hex.pm: API keys", formats: ["hexpm_<base62:32>"] }),
  token({
    id: "jfrog-key",
    source: "jfrog.com/help: API keys, reference and identity tokens",
    formats: ["AKCp<base62:69>", "cmVmdGtuO<base62:48>"],
  }),
  token({
    id: "cloudsmith-key",
    source: "help.cloudsmith.io: API keys",
    formats: ["csa_<base62:36>", "cloudsmith_<hex:40>"],
  }),
  token({
    id: "packagist-token",
    source: "packagist.com/docs: tokens",
    formats: ["packagist_ack_<hex:68>", "packagist_aut_<hex:68>", "packagist_uut_<hex:68>", "packagist_oat_<hex:68>"],
  }),
  token({ id: "thunderstore-token", source: "thunderstore.io: service accounts", formats: ["tss_<base62:38>"] }),
  token({
    id: "jsr-token",
    source: "jsr.io: personal access tokens",
    formats: ["jsrp_<base62:36>", "jsrd_<base62:36>"],
  }),
  token({
    id: "deno-deploy-token",
    source: "docs.deno.com: access tokens",
    formats: ["ddp_<base62:36>", "ddo_<base62:36>", "ddw_<base62:36>"],
  }),
];
