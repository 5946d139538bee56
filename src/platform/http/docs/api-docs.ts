import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DocumentBuilder, OpenAPIObject, OperationObject, PathItemObject } from '@nestjs/swagger';
import { HEADERS, PROBLEM, problemResponses } from './components.js';
import { describedSwagger } from './described.js';
import { completeOperation } from './described-operation.js';
import { routeFacts } from './route-facts.js';
import { registerDocsPage } from './docs-page.js';
import { readToldAnswers, type ToldAnswers } from './told-answers.js';

const ABOUT = `Health records for school nurses and clinics.

- Instants are ISO 8601 in UTC and end in \`Z\`; calendar dates are \`YYYY-MM-DD\` and belong to no time zone. Ids are UUIDv7.
- Lists are paged by key: pass \`nextCursor\` of a page as \`cursor\` of the next, until it is null.
- A field that a request does not know is refused, never dropped.
- A patient out of the caller's reach is 404, the same answer as one that does not exist.
- Errors are problem documents (RFC 9457) with a stable \`code\`.
- A write may carry an \`Idempotency-Key\` where the route lists it: the same key and body again get the first answer.`;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/**
 * Serves the OpenAPI document that the code describes at `/api/docs-json`, and its page at `/api/docs`. The document is made
 * on the first request for it, so that nobody waits for it at start.
 */
export function registerApiDocs(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  let document: string | undefined;
  fastify.get('/api/docs-json', async (_request, reply) => {
    document ??= JSON.stringify(await describeApi(app, readToldAnswers()));
    return reply.type('application/json').send(document);
  });
  registerDocsPage(fastify);
}

/** The OpenAPI document of `app`: routes, bodies and parameters as Nest knows them, completed by what the sources tell. */
export async function describeApi(app: NestFastifyApplication, told: ToldAnswers): Promise<OpenAPIObject> {
  const swagger = await describedSwagger();
  const document = swagger.SwaggerModule.createDocument(app, headOf(new swagger.DocumentBuilder()), {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  const facts = routeFacts(app);
  for (const { method, path, operation } of operationsOf(document)) {
    const name = operation.operationId!.replace('_', 'Controller.');
    completeOperation({ method, path, operation, told: told.operations[name], facts: facts.get(name)! });
    operation.tags = [inWords(operation.operationId!.split('_', 1)[0]!)];
  }
  const about = new Map(Object.entries(told.tags).map(([tag, description]) => [inWords(tag), description]));
  const tags = new Set(operationsOf(document).map(({ operation }) => operation.tags![0]!));
  document.tags = [...tags].toSorted((a, b) => a.localeCompare(b, 'en')).map((name) => tagOf(name, about.get(name)));
  document.components = {
    ...document.components,
    schemas: withoutClash(document.components?.schemas ?? {}, { ...told.schemas, Problem: PROBLEM }),
    headers: HEADERS,
    responses: problemResponses(),
  };
  return document;
}

function headOf(builder: DocumentBuilder): Omit<OpenAPIObject, 'paths'> {
  return builder
    .setTitle('White Cross')
    .setDescription(ABOUT)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'This service')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: '`accessToken` of the log-in.' })
    .addCookieAuth(
      'access_token',
      {
        type: 'apiKey',
        in: 'cookie',
        description: 'Set by the log-in. A call that writes must then carry a header `X-Requested-With`, of any value.',
      },
      'cookie',
    )
    .build();
}

function operationsOf(document: OpenAPIObject): { method: string; path: string; operation: OperationObject }[] {
  return Object.entries(document.paths).flatMap(([path, item]: [string, PathItemObject]) =>
    METHODS.flatMap((method) => (item[method] ? [{ method, path, operation: item[method] }] : [])),
  );
}

/** @throws Error when a body and an answer have one name for two things */
function withoutClash<Schemas extends object>(bodies: Schemas, answers: Schemas): Schemas {
  const clash = Object.keys(bodies).find((name) => name in answers);
  if (clash) throw new Error(`A request and an answer are both named ${clash}.`);
  return { ...bodies, ...answers };
}

function tagOf(name: string, description: string | undefined): { name: string; description?: string } {
  return description === undefined ? { name } : { name, description };
}

/** `ChronicConditions` as `Chronic conditions`. */
function inWords(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words[0]!.toUpperCase() + words.slice(1);
}
