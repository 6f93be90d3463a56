import { token } from "./token.ts";

/** Cloud providers and what is rented from them. */
export const cloud = [
  token({
    id: "aws-access-key-id",
    source: "docs.aws.amazon.com/IAM: unique identifiers",
    formats: ["AKIA<BASE36:16>", "ASIA<BASE36:16>", "ABIA<BASE36:16>", "ACCA<BASE36:16>"],
    negative: ["AKIA is a prefix", "AIDA<BASE36:6>"],
  }),
  token({
    id: "aws-bedrock-key",
    source: "docs.aws.amazon.com/bedrock: API keys",
    formats: ["ABSK<base64:64>", "bedrock-api-key-<base64:32>"],
  }),
  token({
    id: "aws-session-token",
    source: "docs.aws.amazon.com/STS: temporary credentials",
    formats: ["FwoGZXIvYXdz<base64:80>", "IQoJb3JpZ2luX2Vj<base64:80>"],
  }),
  token({
    id: "aws-mws-token",
    source: "Amazon MWS developer guide",
    formats: ["amzn.mws.<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>"],
  }),
  token({
    id: "amazon-oauth-secret",
    source: "developer.amazon.com: Login with Amazon",
    formats: ["amzn1.oa2-cs.v1.<hex:64>"],
  }),
  token({
    id: "gcp-api-key",
    source: "cloud.google.com/docs/authentication/api-keys",
    formats: ["AIza<base64url:35>", "AQ.Ab8<base64url:40>"],
  }),
  token({ id: "google-oauth-secret", source: "developers.google.com/identity", formats: ["GOCSPX-<base64url:28>"] }),
  token({
    id: "google-oauth-token",
    source: "developers.google.com/identity",
    formats: ["ya29.<dotted:40>", "1//0<base64url:40>", "4/0A<base64url:40>"],
  }),
  token({
    id: "gcp-hmac-key",
    source: "cloud.google.com/storage: HMAC keys",
    formats: ["GOOG1E<BASE36:56>", "GOOG1<BASE36:19-20>"],
  }),
  token({
    id: "firebase-server-key",
    source: "firebase.google.com: legacy messaging keys",
    formats: ["<base64url:11-12>:APA91b<base64url:100>"],
  }),
  token({
    id: "azure-client-secret",
    source: "learn.microsoft.com: Entra ID application secrets",
    formats: ["<entra:3>8Q~<entra:31-34>", "<entra:3>7Q~<entra:31-34>"],
  }),
  token({
    id: "azure-storage-key",
    source: "learn.microsoft.com: identifiable 64-byte and 32-byte keys",
    formats: [
      "<base64:76>+ASt<base64:6>==",
      "<base64:33>+AEh<base64:6>=",
      "<base64:33>+ASb<base64:6>=",
      "<base64:33>+ARm<base64:6>=",
      "<base64:42>+ACR<base64:6>",
      "<base64:33>AIoT<base64:6>=",
      "<base62:76>AzCa<base62:5>",
      "<base62:32-44>AzSe<base62:6>",
      "<base62:40-44>ACDb<base64:4>",
      "<base62:33-44>AZEG<base64:4>",
      "<base62:33-44>AIoT<base64:4>",
      "<base62:76>ACRA<base62:4>",
    ],
  }),
  token({
    id: "azure-devops-token",
    source: "learn.microsoft.com: Azure DevOps personal access tokens",
    formats: ["<base62:76>AZDO<base62:4>"],
  }),
  token({
    id: "azure-openai-key",
    source: "learn.microsoft.com: Azure AI services keys",
    formats: ["<base62:52>JQQJ99<base62:24>"],
  }),
  token({
    id: "azure-functions-key",
    source: "learn.microsoft.com: Azure Functions keys",
    formats: ["<base64url:44>AzFu<base64:4>"],
  }),
  token({ id: "alibaba-access-key-id", source: "alibabacloud.com: AccessKey pair", formats: ["LTAI<base62:12>"] }),
  token({ id: "tencent-secret-id", source: "cloud.tencent.com: API keys", formats: ["AKID<base62:32>"] }),
  token({ id: "volcengine-access-key", source: "volcengine.com: access keys", formats: ["AKLT<base62:40>"] }),
  token({
    id: "ibm-cloud-iam",
    source: "cloud.ibm.com: API keys",
    formats: ["ApiKey-<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>"],
  }),
  token({ id: "oracle-session-token", source: "docs.oracle.com: OCI security tokens", formats: ["ST$eyJ<padded:60>"] }),
  token({
    id: "yandex-cloud",
    source: "cloud.yandex.com: IAM tokens and API keys",
    formats: [
      "t1.9<base64url:20-400>.<base64url:86>",
      "AQVN<base64url:35>",
      "t1.9eu<dotted:80>",
      "y0_<base64url:50>",
      "YCA<base64url:36>",
      "YCM<base64url:36>",
      "YCP<base64url:36>",
    ],
    random: true,
  }),
  token({ id: "scaleway-key", source: "scaleway.com: API keys", formats: ["SCW<BASE36:17!>"] }),
  token({
    id: "linode-token",
    source: "techdocs.akamai.com: Linode personal tokens",
    formats: ["linode_pat_<hex:64>"],
  }),
];
