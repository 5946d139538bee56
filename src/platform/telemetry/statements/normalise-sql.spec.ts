import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { escapeLiteral } from 'pg';
import { Sequelize } from 'sequelize';
import { normaliseSql } from './normalise-sql.js';

const sequelize = new Sequelize({ dialect: 'postgres' });

/** Values as a caller may send them, above all those that try to look like SQL. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom("'", "''", '\\', "\\'", '"', '$$', '$a$', '--', '/*', '*/', '\n', ';', '?', '1', 'E', "E'", ' '),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('O’Brien', 'Ottilie', '4711', 'müller', '日本'),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join('').replaceAll('\0', ''));
const numbers = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.bigInt());

interface Generator {
  selectQuery(table: string, options: object): string;
  insertQuery(table: string, values: object, attributes: object, options: object): string | { query: string };
}

describe('a normalised statement', () => {
  const shape = (sql: string) => normaliseSql(sql).text;

  it.each([
    ["SELECT * FROM patients WHERE mrn = 'A''1' AND n = -12.5e3", 'SELECT * FROM patients WHERE mrn = ? AND n = ?'],
    ["SELECT E'a\\'b', U&'\\0041', B'101', X'1F', $$x$$, $t$ $$ $t$", 'SELECT ?, …'],
    ['SELECT a -- Ottilie\n, b /* Ottilie /* 4711 */ */ FROM t1', 'SELECT a , b FROM t1'],
    ['SELECT 1 FROM t WHERE a IN (1, 2,3) AND b = ANY ($1)', 'SELECT ? FROM t WHERE a IN (?, …) AND b = ANY ($1)'],
    ["INSERT INTO t (a, b) VALUES (1, 'x'), (2, NULL),(3, 'y')", 'INSERT INTO t (a, b) VALUES (?, …), …'],
    ['SELECT "it\'s" FROM "a""b" WHERE c IS TRUE AND d1 = $12', 'SELECT "it\'s" FROM "a""b" WHERE c IS ? AND d1 = $12'],
    ["SELECT 'never closed Ottilie", 'SELECT ?'],
    ["SELECT E'never closed \\", 'SELECT ?'],
    ['SELECT $a$ never closed', 'SELECT ?'],
    ['SELECT 1 /* never closed', 'SELECT ?'],
    ["SELECT date '2012-05-06', interval '1 day', '{a}'::jsonb", 'SELECT date ?, interval ?, …::jsonb'],
    ['START TRANSACTION ISOLATION LEVEL READ COMMITTED;', 'START TRANSACTION ISOLATION LEVEL READ COMMITTED;'],
  ])('of %s', (sql, expected) => {
    expect(shape(sql)).toBe(expected);
  });

  it('is the same whatever text a driver quoted into it', () => {
    const quoted = (value: string) => `SELECT a FROM t WHERE b = ${escapeLiteral(value)} AND c = 'x' ORDER BY d`;
    fc.assert(
      fc.property(hostile, (value) => expect(shape(quoted(value))).toBe(shape(quoted('')))),
      { numRuns: 1000 },
    );
  });

  it('is the same whatever values Sequelize wrote into it', () => {
    const generator = sequelize.getQueryInterface().queryGenerator as Generator;
    const select = (name: string, count: number | bigint, names: string[]) =>
      generator.selectQuery('patients', { where: { name, count, other: names }, order: [['name', 'DESC']], limit: 10 });
    const names = fc.array(hostile, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(hostile, numbers, names, (name, count, list) => {
        expect(shape(select(name, count, list))).toBe(shape(select('x', 1, ['y'])).replace(/IN \(\?\)/, listOf(list)));
      }),
      { numRuns: 1000 },
    );
  });

  it('is the same whatever bytes, flags and instants it holds', () => {
    const escape = (value: unknown) => sequelize.escape(value as string);
    const sql = (bytes: Uint8Array, isSet: boolean, at: Date) =>
      `UPDATE t SET a = ${escape(Buffer.from(bytes))}, b = ${escape(isSet)}, c = ${escape(at)}`;
    const values = [fc.uint8Array(), fc.boolean(), fc.date({ noInvalidDate: true })] as const;
    fc.assert(
      fc.property(...values, (...given) => expect(shape(sql(...given))).toBe('UPDATE t SET a = ?, b = ?, c = ?')),
    );
  });

  it('never shows a value where the statement is cut', () => {
    const word = 'Ottilie';
    for (let padding = 8150; padding < 8210; padding++) {
      expect(shape(`SELECT ${'a,'.repeat(padding / 2)} '${word}' , '${word.repeat(9)}'`)).not.toContain('Ott');
    }
  });

  it('is its own normal form, and says when there was nothing to take out', () => {
    const prepared = 'SELECT a FROM t WHERE b = $1 AND c = ANY ($2::uuid[])';
    expect(normaliseSql(prepared)).toEqual({ text: prepared, hasLiterals: false });
    expect(normaliseSql(`${prepared} LIMIT 1`).hasLiterals).toBe(true);
  });
});

function listOf(values: readonly string[]): string {
  return values.length === 1 ? 'IN (?)' : 'IN (?, …)';
}
