export { ExportErasure } from './exports/export-erasure.js';
export { ExportRewrapping } from './exports/export-rewrapping.js';
export { ImportExportModule } from './import-export.module.js';
