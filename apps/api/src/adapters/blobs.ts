/** A store of immutable bytes by name. Names begin with the tenant. */
export interface Blobs {
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** The bytes, or `undefined` when they are not there. */
  get(name: string): Promise<Uint8Array | undefined>;
  has(name: string): Promise<boolean>;
  delete(names: readonly string[]): Promise<void>;
  /** Deletes everything whose name begins so, but for some names. */
  deleteUnder(prefix: string, kept?: ReadonlySet<string>): Promise<void>;
}

/** A cache of texts by name: what is in it can be derived again, and anything may be gone at any time. */
export interface Cache {
  get(name: string): Promise<string | undefined>;
  put(name: string, text: string, ttlSeconds: number): Promise<void>;
  deleteUnder(prefix: string): Promise<void>;
}

/** Names that one listing answers, the most that the platform deletes at once. */
const PAGE = 1000;

/** Blobs in R2. */
export function blobsIn(bucket: R2Bucket): Blobs {
  return {
    put: async (name, bytes) => void (await bucket.put(name, bytes)),
    get: async (name) => {
      const object = await bucket.get(name);
      return object === null ? undefined : new Uint8Array(await object.arrayBuffer());
    },
    has: async (name) => (await bucket.head(name)) !== null,
    delete: async (names) => {
      for (let at = 0; at < names.length; at += PAGE) await bucket.delete(names.slice(at, at + PAGE));
    },
    deleteUnder: async (prefix, kept) => {
      let cursor: string | undefined;
      do {
        const page = await bucket.list({ prefix, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
        const names = page.objects.map(({ key }) => key).filter((key) => kept?.has(key) !== true);
        if (names.length > 0) await bucket.delete(names);
        cursor = page.truncated ? page.cursor : undefined;
      } while (cursor !== undefined);
    },
  };
}

/** A cache in KV. It is eventually consistent, so that it never decides whether something is there. */
export function cacheIn(namespace: KVNamespace): Cache {
  return {
    get: async (name) => (await namespace.get(name)) ?? undefined,
    put: (name, text, ttlSeconds) => namespace.put(name, text, { expirationTtl: ttlSeconds }),
    deleteUnder: async (prefix) => {
      let cursor: string | undefined;
      do {
        const page = await namespace.list({ prefix, ...(cursor === undefined ? {} : { cursor }) });
        await Promise.all(page.keys.map(({ name }) => namespace.delete(name)));
        cursor = page.list_complete ? undefined : page.cursor;
      } while (cursor !== undefined);
    },
  };
}
