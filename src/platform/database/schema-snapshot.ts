import type { ClientBase } from 'pg';

/**
 * What the migrations add up to, as text that a reviewer can read and a test can compare: tables with their columns,
 * constraints and indexes, functions, triggers, and what the application's role may do. Monthly partitions are left
 * out, since they depend on the day.
 */
export async function schemaSnapshot(client: ClientBase): Promise<string> {
  const sections: string[] = [];
  for (const [title, sql] of SECTIONS) {
    const { rows } = await client.query<{ line: string }>(sql);
    sections.push(`-- ${title}\n${rows.map(({ line }) => line).join('\n')}\n`);
  }
  return sections.join('\n');
}

const OURS = `n.nspname = 'public' AND NOT c.relispartition
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`;

const SECTIONS: readonly (readonly [string, string])[] = [
  [
    'Columns',
    `SELECT format('%s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
            CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END,
            coalesce(CASE WHEN a.attgenerated = '' THEN ' DEFAULT ' ELSE ' GENERATED AS ' END || pg_get_expr(d.adbin, d.adrelid), '')) AS line
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
      WHERE ${OURS} AND c.relkind IN ('r', 'p', 'v', 'm') ORDER BY c.relname, a.attnum`,
  ],
  [
    'Constraints',
    `SELECT format('%s %s: %s', c.relname, k.conname, pg_get_constraintdef(k.oid)) AS line
       FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${OURS} AND k.contype <> 'n' ORDER BY c.relname, k.conname`,
  ],
  [
    'Indexes',
    `SELECT pg_get_indexdef(i.indexrelid) || CASE WHEN i.indisvalid THEN '' ELSE ' -- INVALID' END AS line
       FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${OURS} ORDER BY c.relname, 1`,
  ],
  [
    'Functions',
    `SELECT pg_get_functiondef(p.oid) AS line FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = 'public' AND p.prokind = 'f'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY p.proname, p.oid::regprocedure::text`,
  ],
  [
    'Triggers',
    `SELECT pg_get_triggerdef(t.oid) AS line FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${OURS} AND NOT t.tgisinternal ORDER BY c.relname, t.tgname`,
  ],
  [
    'What white_cross_app may do',
    `SELECT format('%s: %s', c.relname, string_agg(g.privilege_type, ', ' ORDER BY g.privilege_type)) AS line
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       CROSS JOIN LATERAL aclexplode(c.relacl) g
      WHERE ${OURS} AND g.grantee = 'white_cross_app'::regrole GROUP BY c.relname ORDER BY c.relname`,
  ],
];
