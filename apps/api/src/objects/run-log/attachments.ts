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

/** The first attachment with this content, under whatever name. */
export function attachmentOf(sql: SqlStorage, digest: string): AttachmentRow | undefined {
  const [row] = sql.exec("SELECT * FROM attachments WHERE digest = ? ORDER BY seq LIMIT 1", digest).toArray();
  return row === undefined ? undefined : AttachmentRow.parse(row);
}
