export { contactPlace, NO_CONTACT, type PatientContact } from './patient-contact.js';
export { PATIENT_JSON, type PatientIdentity, type PatientView } from './patient.view.js';
export { PatientsModule } from './patients.module.js';
export { PatientsService } from './patients.service.js';
