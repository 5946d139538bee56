import type { ContentObject, HeadersObject, OperationObject, ParameterObject, ResponseObject } from '@nestjs/swagger';
import { PROBLEMS } from './can-fail-with.decorator.js';
import { header, problem } from './components.js';
import type { RouteFacts } from './route-facts.js';
import type { ToldAnswer, ToldOperation } from './told-answers.js';

/** One operation of the document as Nest makes it, and what completes it. */
export interface Route {
  method: string;
  path: string;
  operation: OperationObject;
  told: ToldOperation | undefined;
  facts: RouteFacts;
}

/** What our own decorators leave with an operation; `x-action` stands in for a docstring that a method lacks. */
interface Access {
  'x-access'?: 'open' | 'any' | readonly string[];
  'x-action'?: string;
  [PROBLEMS]?: readonly string[];
}

const SAYS: Record<string, string> = {
  200: 'As asked.',
  201: 'It is recorded.',
  202: 'Accepted; the work goes on after this answer.',
  204: 'Done; there is nothing to say.',
  304: 'The caller has this answer already.',
};

/** Completes an operation: words, parameters, what it answers, and the problems that it can end with. */
export function completeOperation(route: Route): void {
  const { operation, told } = route;
  describe(operation, told);
  operation.parameters = parametersOf(route);
  const isOpen = accessOf(operation)['x-access'] === 'open';
  operation.security = isOpen ? [] : [{ bearer: [] }, { cookie: [] }];
  operation.responses = { ...successesOf(route), ...problemsOf(route, isOpen) };
  delete accessOf(operation)[PROBLEMS];
}

function accessOf(operation: OperationObject): Access {
  return operation as Access;
}

function describe(operation: OperationObject, told: ToldOperation | undefined): void {
  const { 'x-access': access, 'x-action': action } = accessOf(operation);
  operation.summary ??= told?.summary ?? action ?? '';
  const who = typeof access === 'object' ? `For ${access.join(', ')}.` : undefined;
  operation.description = [operation.description || told?.description, who].filter(Boolean).join('\n\n');
  delete (operation as Access)['x-action'];
}

/** Nest knows the parameters that a handler names; the guard reads the patient's id by itself. */
function parametersOf({ path, operation, method, facts }: Route): OperationObject['parameters'] {
  const known = (operation.parameters ?? []) as ParameterObject[];
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => pathParameter(name!));
  const others = known.filter(
    (parameter, index) => parameter.in !== 'path' && !isSaidElsewhere(parameter, index, known),
  );
  const declared = new Map(known.filter((parameter) => parameter.in === 'path').map((one) => [one.name, one]));
  const paths = inPath.map((made) => ({ ...declared.get(made.name), ...made }));
  const isRead = method === 'get' && (facts.isCached || facts.isVersioned);
  return [...paths, ...others, ...(isRead ? [IF_NONE_MATCH] : [])];
}

/** `Accept` is said by the media types; a header that a handler reads and a decorator describes is the decorator's. */
function isSaidElsewhere(parameter: ParameterObject, index: number, all: readonly ParameterObject[]): boolean {
  if (parameter.in !== 'header') return false;
  const name = parameter.name.toLowerCase();
  return (
    name === 'accept' ||
    all.slice(index + 1).some((later) => later.in === 'header' && later.name.toLowerCase() === name)
  );
}

const IF_NONE_MATCH: ParameterObject = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'The `ETag` of the answer that the caller has; 304 when it is still the same.',
  schema: { type: 'string' },
};

function pathParameter(name: string): ParameterObject {
  const schema = name.endsWith('Id') ? { type: 'string', format: 'uuid' } : { type: 'string' };
  return { name, in: 'path', required: true, schema };
}

function successesOf(route: Route): OperationObject['responses'] {
  const { operation, told, facts, method } = route;
  const declared = Object.entries(operation.responses).map(([status, response]) => {
    const given = response as ResponseObject;
    const description = given.description || (SAYS[status] ?? '');
    const content = given.content ?? (status === '204' || !told ? undefined : contentOf(told.answer, facts));
    return [status, { description, headers: headersOf(route, status), ...(content ? { content } : {}) }] as const;
  });
  const isRead = method === 'get' && (facts.isCached || (facts.isVersioned && !isPage(told)));
  const unchanged = { description: SAYS['304']!, headers: { ETag: header('EntityTag') } };
  return { ...Object.fromEntries(declared), ...(isRead ? { 304: unchanged } : {}) };
}

/** A page carries no version, and so no tag; the interceptor looks at the answer. */
function isPage(told: ToldOperation | undefined): boolean {
  const json = told?.answer.json;
  return json === undefined || !('$ref' in json) || /\/PageOf\w+$/.test(json.$ref);
}

function headersOf({ told, facts }: Route, status: string): HeadersObject {
  const hasTag = status !== '204' && (facts.isCached || (facts.isVersioned && !isPage(told)));
  return {
    'X-Request-Id': header('RequestId'),
    ...(hasTag ? { ETag: header('EntityTag') } : {}),
    ...(facts.isCached ? { 'X-Cache': header('Cache') } : {}),
    ...(told?.location ? { Location: header('Location') } : {}),
  };
}

const BYTES = { schema: { type: 'string', format: 'binary' } } as const;

function contentOf(answer: ToldAnswer, { mediaTypes }: RouteFacts): ContentObject | undefined {
  const others = mediaTypes.filter((type) => !type.startsWith('application/json'));
  const content: ContentObject = {};
  if (answer.json) content['application/json'] = { schema: answer.json };
  if (answer.events) content['text/event-stream'] = { schema: { type: 'string' } };
  if (answer.text) for (const type of others) content[bare(type)] = { schema: { type: 'string' } };
  if (answer.file) {
    const types = others.length > 0 ? others : [answer.fileType ?? 'application/octet-stream'];
    for (const type of types)
      content[bare(type)] = bare(type).startsWith('text/') ? { schema: { type: 'string' } } : BYTES;
  }
  return Object.keys(content).length > 0 ? content : undefined;
}

/** Of `text/csv; charset=utf-8`, the type alone. */
function bare(mediaType: string): string {
  return mediaType.split(';', 1)[0]!.trim();
}

function problemsOf({ method, path, operation }: Route, isOpen: boolean): OperationObject['responses'] {
  const parameters = (operation.parameters ?? []) as ParameterObject[];
  const has = (place: string) => parameters.some((parameter) => parameter.in === place);
  /** What is named and may not exist: in the path, the body, or a query that narrows to an organization. */
  const names = has('path') || parameters.some(({ in: place, name }) => place === 'query' && name === 'organizationId');
  const hasHeader = (name: string) =>
    parameters.some((parameter) => parameter.in === 'header' && parameter.name === name);
  const body = operation.requestBody as { content?: ContentObject } | undefined;
  const { [PROBLEMS]: named = [] } = accessOf(operation);
  const isForm = body?.content?.['multipart/form-data'] !== undefined;
  const statuses = [
    ...named,
    ...(body || has('query') ? ['400'] : []),
    ...(isOpen ? [] : ['401', '403']),
    ...(names || (body && !isOpen) ? ['404'] : []),
    ...(method === 'get' ? [] : ['409']),
    ...(hasHeader('If-Match') ? ['412'] : []),
    ...(body ? ['413', '415'] : []),
    ...(isForm ? ['422'] : []),
    ...(/^\/api\/(health|metrics)/.test(path) ? [] : ['429']),
    '503',
    'default',
  ];
  const declared = operation.responses;
  return Object.fromEntries(
    statuses.filter((status) => declared[status] === undefined).map((status) => [status, problem(status)]),
  );
}
