import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { contextOf } from '../../http/request-context.js';
import { CacheVersions } from '../staleness/cache-versions.js';
import { INVALIDATES_RULE, type InvalidatesRule } from './invalidates-rule.js';

/** Serves an `@InvalidatesCache` route; the handler and the new versions are one transaction. */
@Injectable()
export class InvalidatesCacheInterceptor implements NestInterceptor {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly versions: CacheVersions,
  ) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const rule = Reflect.getMetadata(INVALIDATES_RULE, execution.getHandler()) as InvalidatesRule;
    const request = execution.switchToHttp().getRequest<FastifyRequest>();
    return from(
      this.unitOfWork.run(async () => {
        const result: unknown = await lastValueFrom(next.handle());
        this.raise(rule, request, result);
        return result;
      }),
    );
  }

  private raise(rule: InvalidatesRule, request: FastifyRequest, result: unknown): void {
    const { patient, actor } = contextOf(request);
    const sources = { params: request.params, body: request.body, result };
    const patientId = rule.patientIdPath === undefined ? patient?.id : idAt(sources, rule.patientIdPath);
    const organizationId =
      rule.organizationIdPath === undefined
        ? (patient?.organizationId ?? actor?.organizationId)
        : idAt(sources, rule.organizationIdPath);
    if (patientId !== undefined) this.versions.bump(patientId);
    if (organizationId !== undefined) this.versions.bumpOrganizations(organizationId);
  }
}

/** @throws Error when there is no text at that path: a write would otherwise leave stale answers without a word */
function idAt(sources: object, path: string): string {
  let value: unknown = sources;
  for (const name of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[name];
  if (typeof value !== 'string') throw new Error(`There is no id at ${path} of this request to invalidate by.`);
  return value;
}
