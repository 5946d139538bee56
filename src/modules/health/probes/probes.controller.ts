import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../platform/access/access.decorator.js';
import { Readiness, type ReadinessView } from './readiness.service.js';

/** What load balancers and orchestrators ask every few seconds. */
@Controller('health')
export class ProbesController {
  constructor(private readonly readiness: Readiness) {}

  /** The process turns its event loop; it depends on nothing, so that a lost database never gets healthy processes killed. */
  @Get('live')
  @Header('Cache-Control', 'no-store')
  @Access({ open: 'orchestrators carry no token; it tells nothing but that the process lives' })
  live(): { status: 'ok'; checks: Record<string, never> } {
    return { status: 'ok', checks: {} };
  }

  /** 503 when the process should be given no requests. */
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  @Access({ open: 'load balancers carry no token; it tells only which dependencies answer' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessView> {
    const view = await this.readiness.look();
    reply.status(view.status === 'down' ? 503 : 200);
    return view;
  }
}
