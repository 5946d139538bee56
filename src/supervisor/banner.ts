import type { Env } from '../config/env.js';
import { DEMO_ROLES, DEMO_SCHOOLS } from '../demo/demo-people.js';

/** What the person who typed `npm start` wants to know once it is up. */
export function banner(url: string, { auth }: Env, hasDemo: boolean): string {
  const lines = ['', `  White Cross is ready: ${url}`, `  API documentation:    ${url}/api/docs`, ''];
  if (hasDemo) {
    const isOwn = process.env['DEMO_PASSWORD'] !== undefined && process.env['DEMO_PASSWORD'] !== '';
    lines.push(
      `  Log in as ${DEMO_SCHOOLS.map(({ domain }) => `nurse@${domain}`).join(' or ')}; there are also`,
      `  ${[...DEMO_ROLES.filter((role) => role !== 'nurse'), 'patient'].map((role) => `${role}@`).join(', ')} and superadmin@white-cross.demo.`,
      `  The password of all is ${isOwn ? 'the one in DEMO_PASSWORD' : auth.demoPassword}. The data is invented.`,
      '',
    );
  }
  return `${lines.join('\n')}\n`;
}
