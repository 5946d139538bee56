export { SessionsService } from './sessions.service.js';
export { UsersModule } from './users.module.js';
export { UsersService, type NewUser, type UserView } from './users.service.js';
