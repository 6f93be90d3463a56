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

/** The digests of the parts that attachments consist of, those whose events are on one side of a position. */
function partsOf(sql: SqlStorage, side: "<=" | ">", seq: number): Set<string> {
  const rows = sql.exec(`SELECT * FROM attachments WHERE seq ${side} ?`, seq);
  const parts = [...rows].flatMap((row) => Parts.parse(JSON.parse(AttachmentRow.parse(row).blob)).parts);
  return new Set(parts.map(({ digest }) => digest));
}

/** The digests of the parts that only attachments through a position have. */
export function partsOnlyThrough(sql: SqlStorage, seq: number): string[] {
  const still = partsOf(sql, ">", seq);
  return [...partsOf(sql, "<=", seq)].filter((digest) => !still.has(digest));
}

/** Takes the names of attachments through a position, which may be anybody's words. That they were there stays. */
export function forgetNames(sql: SqlStorage, seq: number): void {
  sql.exec("UPDATE attachments SET name = '' WHERE seq <= ?", seq);
}
