import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { AccessLog } from './access-log.js';
import { observeAnswers } from './answered-request.js';
import { RequestFigures } from './request-figures.js';

/** Hooks the access log and the request figures into Fastify, where also what no handler saw passes by. */
@Injectable()
export class AnswerObserver implements OnModuleInit {
  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly figures: RequestFigures,
    private readonly log: AccessLog,
  ) {}

  /** Processes without HTTP have no adapter, and nothing to hook. */
  onModuleInit(): void {
    const fastify = this.adapterHost.httpAdapter?.getInstance<FastifyInstance | undefined>();
    if (typeof fastify?.addHook !== 'function') return;
    observeAnswers(fastify, (answered) => {
      this.figures.note(answered);
      this.log.write(answered);
    });
  }
}
