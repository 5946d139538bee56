import { Injectable } from '@nestjs/common';
import { KeyDestroyed } from '../../../platform/crypto/key-errors.js';
import { PatientKeys } from '../../../platform/crypto/patient-keys.js';
import type { SealContext } from '../../../platform/crypto/seal-context.js';
import type { DraftEvent } from './event-factory.js';
import type { EventRow } from './event-row.js';

/** What an event keeps under the patient's key; `erased` once that key was destroyed. */
export type SealedValues = { values: Readonly<Record<string, unknown>> } | { erased: true };

/** Seals what an event says of a patient's health, and opens it again for those who may read it. */
@Injectable()
export class EventValues {
  constructor(private readonly keys: PatientKeys) {}

  /** The drafts' rows, with previous and new values sealed; the keys of all their patients are read at once. */
  async seal(drafts: readonly DraftEvent[]): Promise<EventRow[]> {
    const holders = drafts.flatMap(({ patient, secret }) => (patient && secret ? [patient.id] : []));
    if (holders.length === 0) return drafts.map(rowWithoutSecret);
    const keys = await this.keys.load(holders);
    return drafts.map((draft) => {
      const { row, patient, secret } = draft;
      if (!patient || !secret) return rowWithoutSecret(draft);
      const context = contextOf(row.id, patient.id, patient.organizationId);
      return { ...row, sealed: keys.seal(context, JSON.stringify(secret)) };
    });
  }

  /** Opens a stored event's values. `organizationId` is the one on the event: it is part of what they are bound to. */
  async open(id: string, patientId: string, organizationId: string, sealed: Buffer): Promise<SealedValues> {
    try {
      const plain = await this.keys.open(contextOf(id, patientId, organizationId), sealed);
      return { values: JSON.parse(plain.toString('utf8')) as Record<string, unknown> };
    } catch (error) {
      if (error instanceof KeyDestroyed) return { erased: true };
      throw error;
    }
  }
}

function rowWithoutSecret({ row, secret }: DraftEvent): EventRow {
  if (secret) throw new TypeError('An audit event with values needs the patient under whose key they are sealed.');
  return row;
}

function contextOf(rowId: string, patientId: string, organizationId: string): SealContext {
  return { organizationId, patientId, table: 'audit_events', column: 'sealed', rowId };
}
