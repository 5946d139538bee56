/** What was asked for: one marker, or a stretch of a chromosome. */
export type Place = { rsid: string } | { chromosome: string; start: number; end: number };

const MARKER = /^(?:rs|i)\d+$/i;
const REGION = /^(?:chr)?(\d{1,2}|X|Y|MT|M)\s*:\s*([\d,]+)\s*(?:-|–|\.\.)\s*([\d,]+)$/i;

/** Reads “rs429358” or “19:44,900,000-44,910,000”; undefined when it is neither. */
export function placeOf(typed: string): Place | undefined {
  const text = typed.trim();
  if (MARKER.test(text)) return { rsid: text.toLowerCase() };
  const region = REGION.exec(text);
  if (!region) return undefined;
  const [start, end] = [region[2], region[3]].map((digits) => Number((digits ?? '').replaceAll(',', ''))) as [
    number,
    number,
  ];
  return { chromosome: (region[1] ?? '').toUpperCase(), start: Math.min(start, end), end: Math.max(start, end) };
}
