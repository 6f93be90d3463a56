import * as z from "zod";

const AttachmentRow = z.object({ seq: z.number(), digest: z.string(), name: z.string(), blob: z.string() });
/** An attachment: the position of its event, the hex digest of its content, and where that is, as JSON. */
export type AttachmentRow = z.infer<typeof AttachmentRow>;

export function insertAttachment(sql: SqlStorage, { seq, digest, name, blob }: AttachmentRow): void {
  sql.exec("INSERT INTO attachments (seq, digest, name, blob) VALUES (?, ?, ?, ?)", seq, digest, name, blob);
}

export function countAttachments(sql: SqlStorage): number {
  return z.object({ count: z.number() }).parse(sql.exec("SELECT COUNT(*) AS count FROM attachments").one()).count;
}

export function attachmentAt(sql: SqlStorage, seq: number): AttachmentRow | undefined {
  const [row] = sql.exec("SELECT * FROM attachments WHERE seq = ?", seq).toArray();
  return row === undefined ? undefined : AttachmentRow.parse(row);
}

/** The latest attachment with this content, under whatever name. */
export function attachmentOf(sql: SqlStorage, digest: string): AttachmentRow | undefined {
  const [row] = sql.exec("SELECT * FROM attachments WHERE digest = ? ORDER BY seq DESC LIMIT 1", digest).toArray();
  return row === undefined ? undefined : AttachmentRow.parse(row);
}

const Parts = z.object({ parts: z.array(z.object({ digest: z.string() })) });

function partsOf({ blob }: Pick<AttachmentRow, "blob">): string[] {
  return Parts.parse(JSON.parse(blob)).parts.map(({ digest }) => digest);
}

/** The digests of the parts that attachments behind a position consist of. */
export function partsAfter(sql: SqlStorage, seq: number): Set<string> {
  const rows = [...sql.exec("SELECT * FROM attachments WHERE seq > ?", seq)];
  return new Set(rows.flatMap((row) => partsOf(AttachmentRow.parse(row))));
}

/** The digests of the parts of a content that no attachment behind a position has. */
export function partsOnlyOf(sql: SqlStorage, content: Pick<AttachmentRow, "blob">, seq: number): string[] {
  const others = partsAfter(sql, seq);
  return partsOf(content).filter((digest) => !others.has(digest));
}

/** Takes the names of attachments through a position, which may be anybody's words. That they were there stays. */
export function forgetNames(sql: SqlStorage, seq: number): void {
  sql.exec("UPDATE attachments SET name = '' WHERE seq <= ?", seq);
}
