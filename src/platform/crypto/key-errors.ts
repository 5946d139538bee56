/** The patient's key was destroyed on purpose: what it sealed is unreadable for ever, and callers treat it as erased. */
export class KeyDestroyed extends Error {
  override readonly name = 'KeyDestroyed';
  constructor(readonly patientId: string) {
    super(`the key of patient ${patientId} is destroyed`);
  }
}

/** The patient has no key of that version: it was never created, or the key table is older than the data. */
export class PatientKeyMissing extends Error {
  override readonly name = 'PatientKeyMissing';
  constructor(readonly patientId: string) {
    super(`patient ${patientId} has no key of that version`);
  }
}
