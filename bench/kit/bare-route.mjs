/** The limit for cached answers: a NestJS + Fastify application that sends the bytes of BODY_FILE and does nothing else. */
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { Controller, Get, Header, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

const body = readFileSync(process.env.BODY_FILE);

class BareController {
  read() {
    return body;
  }
}
const route = Object.getOwnPropertyDescriptor(BareController.prototype, 'read');
Header('content-type', 'application/json; charset=utf-8')(BareController.prototype, 'read', route);
Get()(BareController.prototype, 'read', route);
Controller('bare')(BareController);

class BareModule {}
Module({ controllers: [BareController] })(BareModule);

const app = await NestFactory.create(BareModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.env.PORT), '127.0.0.1');
