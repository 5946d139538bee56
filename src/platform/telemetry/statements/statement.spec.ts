import { describe, expect, it } from '@jest/globals';
import { Statement } from './statement.js';

describe('a statement', () => {
  it.each([
    ['SELECT a FROM patients p JOIN organizations o ON o.id = p.id', 'select', 'patients'],
    ['SELECT "id" FROM "public"."users" AS "User"', 'select', 'users'],
    ['INSERT INTO audit_events (id, at) VALUES (?, …)', 'insert', 'audit_events'],
    ['UPDATE ONLY jobs SET a = ?', 'update', 'jobs'],
    ['DELETE FROM idempotency_keys WHERE a < ?', 'delete', 'idempotency_keys'],
    ['SELECT k.ord FROM unnest($1::uuid[]) WITH ORDINALITY AS k (a) JOIN users u ON true', 'select', 'users'],
    ['WITH found AS (SELECT id FROM visits), more AS (SELECT id FROM found) SELECT * FROM more', 'select', 'visits'],
    ['WITH RECURSIVE t (a) AS (SELECT ?) INSERT INTO exports SELECT * FROM t', 'insert', 'exports'],
    ['SELECT extract(epoch FROM now()) FROM seals FOR UPDATE SKIP LOCKED', 'select', 'seals'],
    ['SELECT extract(epoch FROM b.recorded_at) AS s FROM audit_batches b', 'select', 'audit_batches'],
    ['START TRANSACTION ISOLATION LEVEL READ COMMITTED;', 'begin', 'none'],
    ['SELECT ?', 'select', 'none'],
  ])('tells what it does to which table: %s', (sql, operation, table) => {
    expect(new Statement(sql)).toMatchObject({ operation, table });
  });
});
