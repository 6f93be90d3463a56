declare namespace Cloudflare {
  interface Env extends OperatorEnv {}
}

type OperatorEnv = import("../src/compose.ts").Env;

declare module "cloudflare:workers" {
  export const exports: { default: { fetch(request: Request): Promise<Response> } };
}
