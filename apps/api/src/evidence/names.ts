/** Where the content that is attached to a run is, in the store and in the cache. A run id has no slash. */
export function runFolder(tenant: string, runId: string): string {
  return `${tenant}/runs/${runId}`;
}
