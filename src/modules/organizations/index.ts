export { OrganizationsModule } from './organizations.module.js';
export { OrganizationsService, type OrganizationView } from './organizations.service.js';
