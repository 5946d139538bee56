import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../platform/access/access.decorator.js';
import { Described } from '../../../platform/http/docs/described.js';
import { Readiness, type ReadinessView } from './readiness.service.js';

/** What load balancers and orchestrators ask every few seconds. */
@Controller('health')
export class ProbesController {
  constructor(private readonly readiness: Readiness) {}

  /** Whether the process lives. It turns its event loop; it depends on nothing, so that a lost database never gets healthy processes killed. */
  @Get('live')
  @Header('Cache-Control', 'no-store')
  @Access({ open: 'orchestrators carry no token; it tells nothing but that the process lives' })
  live(): { status: 'ok'; checks: Record<string, never> } {
    return { status: 'ok', checks: {} };
  }

  /** Whether the process should be given requests. 503 when not; without Redis it is `degraded` and should. */
  @Get('ready')
  @Described(({ ApiResponse }) => ApiResponse({ status: 200, description: 'It should.' }))
  @Described(({ ApiResponse }) =>
    ApiResponse({ status: 503, description: 'It should not.', schema: { $ref: '#/components/schemas/ReadinessView' } }),
  )
  @Header('Cache-Control', 'no-store')
  @Access({ open: 'load balancers carry no token; it tells only which dependencies answer' })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessView> {
    const view = await this.readiness.look();
    reply.status(view.status === 'down' ? 503 : 200);
    return view;
  }
}
