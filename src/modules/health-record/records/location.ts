import type { FastifyReply } from 'fastify';
import { currentPatient } from '../../../platform/access/current-actor.js';
import type { RecordView } from './record-kind.js';

/** Tells where a new record is found, and passes it on. */
export function locate<View extends RecordView>(reply: FastifyReply, collection: string, record: View): View {
  reply.header('Location', `/api/patients/${currentPatient().id}/${collection}/${record.id}`);
  return record;
}
