import { Injectable } from '@nestjs/common';
import { BlindIndex } from '../../platform/crypto/blind-index.js';
import { KeyDestroyed } from '../../platform/crypto/key-errors.js';
import { PatientKeys } from '../../platform/crypto/patient-keys.js';
import type { SealContext } from '../../platform/crypto/seal-context.js';

/** How to reach a patient. Absent members are null. */
export interface PatientContact {
  email: string | null;
  phone: string | null;
  address: string | null;
  guardian: { name: string; relationship?: string | null; phone?: string | null; email?: string | null } | null;
}

export const NO_CONTACT: PatientContact = { email: null, phone: null, address: null, guardian: null };

/** The columns that hold a contact. */
export interface SealedContact {
  contactSealed: Buffer | null;
  emailIndex: Buffer | null;
  phoneIndex: Buffer | null;
  guardianPhoneIndex: Buffer | null;
}

/** Where a patient's contact is sealed to; an import that seals thousands itself uses the same place. */
export function contactPlace(patientId: string, organizationId: string): SealContext {
  return { organizationId, patientId, table: 'patients', column: 'contact_sealed', rowId: patientId };
}

/** Seals contact data under the patient's key as one value, with blind indexes for what must be found by equality. */
@Injectable()
export class PatientContacts {
  constructor(
    private readonly keys: PatientKeys,
    private readonly blindIndex: BlindIndex,
  ) {}

  async seal(patientId: string, organizationId: string, contact: PatientContact): Promise<SealedContact> {
    const isEmpty = Object.values(contact).every((value) => value === null);
    if (isEmpty) return { contactSealed: null, emailIndex: null, phoneIndex: null, guardianPhoneIndex: null };
    return {
      contactSealed: await this.keys.seal(contactPlace(patientId, organizationId), JSON.stringify(contact)),
      emailIndex: contact.email === null ? null : this.blindIndex.email(contact.email),
      phoneIndex: contact.phone === null ? null : this.blindIndex.phone(contact.phone),
      guardianPhoneIndex: contact.guardian?.phone ? this.blindIndex.phone(contact.guardian.phone) : null,
    };
  }

  /** The contact; empty when the patient's key was destroyed, since then it is gone for ever. */
  async open(patientId: string, organizationId: string, sealed: Buffer | null): Promise<PatientContact> {
    if (sealed === null) return NO_CONTACT;
    try {
      const text = await this.keys.open(contactPlace(patientId, organizationId), sealed);
      return { ...NO_CONTACT, ...(JSON.parse(text.toString('utf8')) as Partial<PatientContact>) };
    } catch (error) {
      if (error instanceof KeyDestroyed) return NO_CONTACT;
      throw error;
    }
  }
}
