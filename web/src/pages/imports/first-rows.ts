/** Enough for a preview; a file of hundreds of megabytes is not sent to be looked at. */
const PREVIEW_BYTES = 128 * 1024;
const LINE_FEED = 10;
/** How every ZIP archive begins, and so every workbook. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** The beginning of a file up to its last whole line within the limit. Half a workbook is none, so that goes whole. */
export async function firstRows(file: File): Promise<File> {
  if (file.size <= PREVIEW_BYTES) return file;
  const head = new Uint8Array(await file.slice(0, PREVIEW_BYTES).arrayBuffer());
  if (ZIP.every((byte, at) => head[at] === byte)) return file;
  const end = head.lastIndexOf(LINE_FEED);
  return new File([end > 0 ? head.subarray(0, end + 1) : head], file.name, { type: file.type });
}
