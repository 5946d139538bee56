import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from '../../src/app.module.ts';
import { describeApi } from '../../src/platform/http/docs/api-docs.ts';

/** The OpenAPI document of the application, which is put together but not started: nothing is connected to. */
export async function openApiDocument(answers) {
  const options = { preview: true, logger: false, abortOnError: false };
  const app = await NestFactory.create(AppModule.forRoot({}), new FastifyAdapter(), options);
  app.setGlobalPrefix('api');
  return describeApi(app, answers);
}
