/** Which cached answers a write makes stale. */
export interface InvalidatesRule {
  /**
   * Where the patient's id is found: in `params`, `body` or `result` (what the handler returned), such as
   * `'params.patientId'`. By default the patient that the access rule names.
   */
  readonly patientIdPath?: string;
  /** Where the organization's id is found, when it is neither the patient's nor the caller's. */
  readonly organizationIdPath?: string;
}

export const INVALIDATES_RULE = 'white-cross:invalidates';
