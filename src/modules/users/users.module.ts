import { Module } from '@nestjs/common';
import { SequelizeModule } from '@nestjs/sequelize';
import { AuditModule } from '../audit/index.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { ExpiredSessions } from './expired-sessions.js';
import { LoginThrottle } from './login-throttle.js';
import { Passwords } from './passwords.js';
import { SessionsService } from './sessions.service.js';
import { User } from './user.model.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [SequelizeModule.forFeature([User]), AuditModule],
  controllers: [AuthController],
  providers: [AuthService, ExpiredSessions, LoginThrottle, Passwords, SessionsService, UsersService],
  exports: [SessionsService, UsersService],
})
export class UsersModule {}
