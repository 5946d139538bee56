import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { describeApi } from '../platform/http/docs/api-docs.js';
import { readToldAnswers } from '../platform/http/docs/told-answers.js';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject, OperationObject, ResponseObject } from '@nestjs/swagger';

/** What an answer is compared by. */
interface Answered {
  status: number;
  headers: Headers;
  text: string;
}

type Json = Record<string, unknown>;

/** The document and its page do not describe themselves. */
const UNDOCUMENTED = /^\/api\/docs\b/;

/**
 * Compares real answers with what the OpenAPI document says of their route: status, media type, headers and body. A field that the
 * document does not have is a fault, as is one that it has and the answer lacks.
 */
export class DocumentedAnswers {
  private readonly ajv = formats.default(new Ajv({ allErrors: true, strict: false }));
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly patterns: readonly [RegExp, string][];

  constructor(private readonly document: OpenAPIObject) {
    const { schemas } = document.components ?? {};
    this.ajv.addSchema({ $id: 'api', components: { schemas: mapValues(schemas as Record<string, Json>, closed) } });
    this.patterns = Object.keys(document.paths)
      .toSorted((a, b) => fixedParts(b) - fixedParts(a))
      .map((path) => [new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`), path]);
  }

  static async of(app: NestFastifyApplication): Promise<DocumentedAnswers> {
    return new DocumentedAnswers(await describeApi(app, readToldAnswers()));
  }

  /** @throws Error that says what is wrong, and how it is put right */
  require(method: string, url: string, answer: Answered): void {
    const faults = this.faultsOf(method, url, answer);
    if (faults.length === 0) return;
    throw new Error(
      `The API's document says otherwise. Correct the controller's return type (or the answer), then \`npm run reference\`:\n${faults.slice(0, 10).join('\n')}`,
    );
  }

  /** What is wrong with the answer, in words without its values; nothing when it is as documented. */
  faultsOf(method: string, url: string, answer: Answered): string[] {
    const path = this.patterns.find(([pattern]) => pattern.test(url.split('?', 1)[0]!))?.[1];
    const operation = path && (this.document.paths[path] as Json)[method.toLowerCase()];
    if (!operation) return answer.status < 400 && !UNDOCUMENTED.test(url) ? [`${method} ${url} is not documented`] : [];
    const where = `${method} ${path} -> ${answer.status}`;
    return this.faults(operation as OperationObject, answer, where).map((fault) => `${where}: ${fault}`);
  }

  private faults({ responses }: OperationObject, answer: Answered, where: string): string[] {
    const given = responses[answer.status] ?? (answer.status >= 500 ? responses['default'] : undefined);
    if (!given) return ['this status is not documented'];
    const response = ('$ref' in given ? this.resolve(given.$ref) : given) as ResponseObject;
    const missing = Object.keys(response.headers ?? {}).filter((name) => !answer.headers.has(name));
    return [...missing.map((name) => `no header ${name}`), ...this.bodyFaults(response, answer, where)];
  }

  private bodyFaults({ content }: ResponseObject, { headers, text }: Answered, where: string): string[] {
    const type = headers.get('content-type')?.split(';', 1)[0];
    if (!content) return text === '' ? [] : ['a body, where none is documented'];
    const media = content[type ?? ''];
    if (!media) return [`the media type ${type} is not documented`];
    if (!/[/+]json$/.test(type ?? '')) return [];
    const validate = this.validator(`${where} ${type}`, media.schema as Json);
    if (validate(JSON.parse(text))) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  private validator(key: string, schema: Json): ValidateFunction {
    let validate = this.validators.get(key);
    if (!validate) {
      validate = this.ajv.compile(closed(schema));
      this.validators.set(key, validate);
    }
    return validate;
  }

  private resolve(reference: string): unknown {
    return reference
      .split('/')
      .slice(1)
      .reduce<unknown>((node, part) => (node as Json)[part], this.document);
  }
}

/** As JSON schema: OpenAPI 3.0 says `nullable` where JSON schema has a type, and here no object may hold more than its properties. */
function closed(schema: Json): Json {
  if (typeof schema['$ref'] === 'string') return { $ref: schema['$ref'].replace('#', 'api#') };
  const { nullable, properties, items, additionalProperties, allOf, anyOf, ...rest } = schema as {
    nullable?: boolean;
    properties?: Record<string, Json>;
    items?: Json;
    additionalProperties?: Json | boolean;
    allOf?: Json[];
    anyOf?: Json[];
  };
  const made: Json = {
    ...rest,
    ...(properties ? { properties: mapValues(properties, closed) } : {}),
    ...(items ? { items: closed(items) } : {}),
    ...(allOf ? { allOf: allOf.map(closed) } : {}),
    ...(anyOf ? { anyOf: anyOf.map(closed) } : {}),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: closed(additionalProperties) } : {}),
    ...(additionalProperties === false || (properties && additionalProperties === undefined)
      ? { additionalProperties: false }
      : {}),
  };
  return nullable ? { anyOf: [{ type: 'null' }, made] } : made;
}

function mapValues<From, To>(object: Record<string, From> | undefined, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(object ?? {}).map(([key, value]) => [key, map(value)]));
}

/** `/patients/duplicates` is tried before `/patients/{patientId}`, as a router does. */
function fixedParts(path: string): number {
  return path.split('/').filter((part) => !part.startsWith('{')).length - (path.match(/\{/g)?.length ?? 0);
}
