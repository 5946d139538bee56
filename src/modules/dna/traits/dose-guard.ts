import { Injectable } from '@nestjs/common';
import { KeyDestroyed } from '../../../platform/crypto/key-errors.js';
import { Database } from '../../../platform/database/database.js';
import type { Assembly } from '../formats/layout.js';
import { GenomeKeys } from '../genomes/genome-key.js';
import { openPicked } from './trait-calls.js';
import { type DoseAlert, doseAlerts } from './traits.rules.js';

/** What `doseAlertMaterial` selects: a genome's picked calls as they lie in the database, all of it sealed. */
export interface DoseAlertMaterial {
  genomeId: string;
  organizationId: string;
  assembly: Assembly | null;
  keySealed: string;
  calls: string;
}

/**
 * A column for a statement over patients: the material of a patient's dose alerts as JSON, or NULL without a genome that is
 * ready or without the consents. It costs one index look-up where there is none. Give it to `DoseGuard.open`.
 *
 * @param patientId SQL that names the patient's id, such as `p.id`
 */
export function doseAlertMaterial(patientId: string): string {
  return `(
    SELECT json_build_object('genomeId', g.id, 'organizationId', g.organization_id, 'assembly', g.assembly,
                             'keySealed', encode(g.key_sealed, 'base64'), 'calls', encode(g.trait_calls, 'base64'))
      FROM genomes g
     WHERE g.patient_id = ${patientId} AND g.status = 'ready'
       AND (SELECT count(*) FROM genome_consents c
             WHERE c.patient_id = ${patientId} AND c.withdrawn_at IS NULL AND c.scope IN ('traits', 'alerts')) = 2
     ORDER BY g.id DESC LIMIT 1)`;
}

/** Warns who prescribes of what the patient's genome says about a drug, as far as the patient agreed to that. */
@Injectable()
export class DoseGuard {
  constructor(
    private readonly database: Database,
    private readonly keys: GenomeKeys,
  ) {}

  /** The alerts of a patient; none without a genome or the consents. */
  async alertsOf(patientId: string): Promise<DoseAlert[]> {
    const [row] = await this.database.query<{ material: DoseAlertMaterial | null }>(
      `SELECT ${doseAlertMaterial('$1::uuid')} AS material`,
      [patientId],
      { name: 'dose-alerts' },
    );
    return row?.material ? this.open(patientId, row.material) : [];
  }

  /** The alerts in the material that a statement with `doseAlertMaterial` selected; none once the patient's key is destroyed. */
  async open(patientId: string, material: DoseAlertMaterial): Promise<DoseAlert[]> {
    try {
      return await this.interpret(patientId, material);
    } catch (error) {
      if (error instanceof KeyDestroyed) return [];
      throw error;
    }
  }

  private async interpret(patientId: string, material: DoseAlertMaterial): Promise<DoseAlert[]> {
    const { genomeId, organizationId, assembly } = material;
    const identity = { genomeId, organizationId, patientId };
    const key = await this.keys.open(identity, Buffer.from(material.keySealed, 'base64'));
    const { calls } = openPicked(key, Buffer.from(material.calls, 'base64'));
    return doseAlerts(calls, assembly);
  }
}
