import { token } from "./token.ts";

/** What Base64 makes of the first two digits of an account's number, with which a Discord bot token begins. */
const DISCORD_PREFIXES = ["MD", "MT", "Mj", "Mz", "ND", "NT", "Nj", "Nz", "OD", "OT"].flatMap((first) =>
  [..."AEIMQUYcgk"].map((second) => first + second),
);

/** Chat, mail and telephony. */
export const chat = [
  token({
    id: "slack-token",
    source: "docs.slack.dev: token types",
    formats: [
      "xoxb-<base64url:20>",
      "xoxp-<base64url:20>",
      "xoxa-<base64url:20>",
      "xoxr-<base64url:20>",
      "xoxs-<base64url:20>",
      "xoxo-<base64url:20>",
      "xoxe-<base64url:20>",
      "xoxc-<base64url:20>",
      "xoxd-<padded:20>",
      "xoxe.xoxp-<base64url:20>",
      "xoxe.xoxb-<base64url:20>",
      "xapp-<digits:1>-<BASE36:8-16>-<digits:8-16>-<hex:40>",
      "xwfp-<base64url:20>",
    ],
    negative: ["xoxb-", "xoxo-love"],
  }),
  token({
    id: "discord-bot-token",
    source: "discord.com/developers: bot users; the number in Base64, a time, a code",
    formats: DISCORD_PREFIXES.map((prefix) => `${prefix}<base64url:21-25>.<base64url:6-7>.<base64url:27>`),
    negative: ["MTA.example.com", "MThreadedProcessingPipelineX.module.functionNameThatIsQuiteLongIndeed"],
  }),
  token({
    id: "telegram-bot-token",
    source: "core.telegram.org/bots: authorising your bot",
    formats: ["<digits:8-10>:AA<base64url:33>"],
  }),
  token({
    id: "sendgrid-key",
    source: "docs.sendgrid.com: API keys",
    formats: ["SG.<base64url:16-32>.<base64url:32-64>"],
  }),
  token({ id: "mailgun-key", source: "documentation.mailgun.com", formats: ["key-<hex:32>", "pubkey-<hex:32>"] }),
  token({
    id: "mailchimp-key",
    source: "mailchimp.com/developer: API keys carry their data centre",
    formats: ["<hex:32>-us<digits:1-2>"],
  }),
  token({
    id: "brevo-key",
    source: "developers.brevo.com",
    formats: ["xkeysib-<hex:64>-<base62:16>", "xsmtpsib-<hex:64>-<base62:16>"],
  }),
  token({
    id: "resend-key",
    source: "resend.com/docs",
    formats: ["re_<base62:8>_<base62:24>", "re_<base62:30>"],
    random: true,
  }),
  token({
    id: "twilio-key",
    source: "twilio.com/docs: API keys",
    formats: [..."0123456789abcdef"].map((digit) => `SK${digit}<hex:31!>`),
  }),
  token({ id: "mailersend-key", source: "developers.mailersend.com", formats: ["mlsn.<hex:64>"] }),
  token({ id: "intercom-token", source: "developers.intercom.com", formats: ["dG9rO<base64:40>"] }),
  token({
    id: "meta-token",
    source: "developers.facebook.com: access tokens",
    formats: [
      "EAAC<base62:60>",
      "EAAM<base62:60>",
      "EAAB<base62:60>",
      "EAAG<base62:60>",
      "EAAJ<base62:60>",
      "IGQV<base62:60>",
      "IGAA<base62:60>",
    ],
  }),
  token({
    id: "twitter-bearer",
    source: "docs.x.com: app-only authentication",
    formats: ["AAAAAAAAAAAAAAAAAAAAA<percented:40>"],
  }),
  token({ id: "klaviyo-key", source: "developers.klaviyo.com: private keys", formats: ["pk_<hex:34!>"] }),
  token({ id: "courier-key", source: "courier.com/docs", formats: ["pk_prod_<BASE36:28>", "pk_test_<BASE36:28>"] }),
  token({
    id: "onesignal-key",
    source: "documentation.onesignal.com: rich API keys",
    formats: ["os_v2_app_<base36:60>", "os_v2_org_<base36:60>"],
  }),
  token({ id: "knock-key", source: "docs.knock.app", formats: ["sk_live_<base64url:40>", "sk_test_<base64url:40>"] }),
  token({
    id: "linkedin-secret",
    source: "learn.microsoft.com/linkedin: client secrets",
    formats: ["WPL_AP1.<padded:20>"],
  }),
  token({ id: "twitch-stream-key", source: "dev.twitch.tv: stream keys", formats: ["live_<digits:8-10>_<base62:30>"] }),
];
