import { LRUCache } from 'lru-cache';
import { normaliseSql } from './normalise-sql.js';
import { Statement } from './statement.js';

/** Far more than we have; only a generator of endless shapes could fill it, and then shares one entry. */
const MOST_STATEMENTS = 1000;
const MOST_TEXTS = 2000;
const REST = 'other statements';

/**
 * Finds the `Statement` of a text. Texts with parameters are remembered, so that a hot one costs a look-up; a text that
 * Sequelize wrote values into is normalised each time and forgotten.
 */
export class StatementCatalogue {
  private readonly byText = new LRUCache<string, Statement>({ max: MOST_TEXTS });
  private readonly byShape = new Map<string, Statement>();

  /** `isParametrised`: its values travel apart from it. */
  find(text: string, isParametrised: boolean): Statement {
    const known = this.byText.get(text);
    if (known) return known;
    const { text: shape, hasLiterals } = normaliseSql(text);
    const statement = this.ofShape(shape);
    if (isParametrised || !hasLiterals) this.byText.set(text, statement);
    return statement;
  }

  all(): Iterable<Statement> {
    return this.byShape.values();
  }

  private ofShape(shape: string): Statement {
    const key = this.byShape.size < MOST_STATEMENTS || this.byShape.has(shape) ? shape : REST;
    let statement = this.byShape.get(key);
    if (!statement) this.byShape.set(key, (statement = new Statement(key)));
    return statement;
  }
}
