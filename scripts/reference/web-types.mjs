import openapiTS, { astToString } from 'openapi-typescript';

const HEAD = `/** The HTTP contract as types. Made from the service's OpenAPI document by \`npm run reference\`; do not edit. */

`;

/** TypeScript declarations of what `document` says is sent and answered. Routes are left out: the dashboard writes paths as text. */
export async function webTypes(document) {
  const { schemas } = document.components;
  return HEAD + astToString(await openapiTS({ ...document, paths: {}, components: { schemas } }));
}
