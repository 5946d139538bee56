import type { FastifyReply } from 'fastify';
import type { CacheAnswer } from '../tiered-cache.js';

/** Tells the caller which tier an answer came from, and its age. */
export function tellTier(reply: FastifyReply, { value, tier }: CacheAnswer): void {
  const ageMs = Math.max(0, Date.now() - value.loadedAt);
  reply.header('x-cache', tier);
  reply.header('server-timing', `cache;desc="${tier}", age;dur=${ageMs}`);
}
