import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/sequelize';
import type { Role } from '../../platform/access/actor.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/new-id.js';
import { Passwords } from './passwords.js';
import { User } from './user.model.js';

/** A user as the API shows it. */
export interface UserView {
  id: string;
  email: string;
  displayName: string;
  role: Role;
  organizationId: string;
  patientId?: string;
}

/** A user as they see themselves: where they work, and whose clock and calendar hold there. */
export interface OwnView extends UserView {
  organizationName: string;
  timeZone: string;
}

/** What enrolling a person takes; the password comes as it is or already hashed. */
export interface NewUser {
  organizationId: string;
  email: string;
  displayName: string;
  role: Role;
  passwordHash: string;
  patientId?: string;
}

/** The people who sign in. */
@Injectable()
export class UsersService {
  constructor(
    @InjectModel(User) private readonly users: typeof User,
    private readonly passwords: Passwords,
    private readonly database: Database,
  ) {}

  /** Creates a user; an address in use is an error of the unique key. */
  async enrol(person: NewUser): Promise<UserView> {
    const user = await this.users.create({ id: newId(), ...person, email: person.email.toLowerCase() });
    return viewOf(user);
  }

  hash(password: string): Promise<string> {
    return this.passwords.hash(password);
  }

  /** The user behind address and password, or undefined: unknown, wrong and disabled look and last the same. */
  async identify(email: string, password: string): Promise<UserView | undefined> {
    const user = await this.users.findOne({ where: { email: email.toLowerCase() } });
    const isRight = await this.passwords.matches(password, user?.passwordHash);
    return user && isRight && user.disabledAt === null ? viewOf(user) : undefined;
  }

  async byId(id: string): Promise<UserView | undefined> {
    const user = await this.users.findByPk(id);
    return user ? viewOf(user) : undefined;
  }

  /** A user with their organization, so that a page knows both from one answer. */
  async self(id: string): Promise<OwnView | undefined> {
    const user = await this.byId(id);
    if (!user) return undefined;
    const [organization] = await this.database.query<Pick<OwnView, 'organizationName' | 'timeZone'>>(
      'SELECT name AS "organizationName", time_zone AS "timeZone" FROM organizations WHERE id = $1',
      [user.organizationId],
      { name: 'own-organization' },
    );
    return organization && { ...user, ...organization };
  }
}

function viewOf({ id, email, displayName, role, organizationId, patientId }: User): UserView {
  return { id, email, displayName, role, organizationId, ...(patientId === null ? {} : { patientId }) };
}
