import type { Page } from '../../../platform/database/keyset.js';
import type { Disclosure } from './disclosures.rules.js';

const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.5rem;border-bottom:1px solid #ccc;vertical-align:top}
.outside{background:#fff3cd;font-weight:600}@media print{a{display:none}}`;

/** The disclosures as a page to be read or printed: no script, no picture, nothing from elsewhere. */
export function disclosuresPage({ items, nextCursor }: Page<Disclosure>): string {
  const more =
    nextCursor === null
      ? ''
      : `<p><a href="?cursor=${encodeURIComponent(nextCursor)}" rel="next">Earlier entries</a></p>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Who saw this record</title>
<style>${STYLE}</style></head><body>
<h1>Who saw this record, and why</h1>
<p>Every look at the record is written down before it is shown, and cannot be taken back unnoticed. Times are in UTC.</p>
<table><thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">Why</th></tr></thead>
<tbody>
${items.map(rowOf).join('\n')}
</tbody></table>
${items.length === 0 ? '<p>Nobody has seen it yet.</p>' : more}
</body></html>
`;
}

function rowOf(disclosure: Disclosure): string {
  const { occurredAt, who, role, organization, what, why, isBreakGlass, mergedMrn } = disclosure;
  const person = `${who}, ${role}${organization === '' ? '' : `, ${organization}`}`;
  return `<tr${isBreakGlass ? ' class="outside"' : ''}><td><time datetime="${occurredAt}">${occurredAt.slice(0, 16).replace('T', ' ')}</time></td>
<td>${escape(person)}</td><td>${escape(mergedMrn === null ? what : `${what} (registered a second time, as ${mergedMrn})`)}</td><td>${escape(why)}</td></tr>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
