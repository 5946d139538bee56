import { readFileSync } from 'node:fs';
import type { ReferenceObject, SchemaObject } from '@nestjs/swagger';

export type Schema = SchemaObject | ReferenceObject;

/** What a route answers; several members where it depends on the request, none where there is no content. */
export interface ToldAnswer {
  json?: Schema;
  text?: true;
  file?: true;
  /** Media type of the file, where it is always the same. */
  fileType?: string;
  events?: true;
}

/** What the sources say of one route: the docstring of its controller's method, and its return type. */
export interface ToldOperation {
  summary?: string;
  description?: string;
  answer: ToldAnswer;
  /** True when it sends the header `Location`. */
  location?: boolean;
}

/** What `npm run reference` read from the controllers; types are gone from what runs. */
export interface ToldAnswers {
  /** By `Controller.method`. */
  operations: Record<string, ToldOperation>;
  /** What a controller is about, by its name without `Controller`. */
  tags: Record<string, string>;
  /** The types of ours that answers are made of. */
  schemas: Record<string, SchemaObject>;
}

const FILE = new URL('./answers.data.json', import.meta.url);

/** Read when the document is asked for, since few processes are ever asked. */
export function readToldAnswers(): ToldAnswers {
  return JSON.parse(readFileSync(FILE, 'utf8')) as ToldAnswers;
}
