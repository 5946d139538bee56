export { KeyDestructionsService } from './key-destructions.service.js';
export { KeyRotationService } from './key-rotation.service.js';
export { PatientKeysModule } from './patient-keys.module.js';
