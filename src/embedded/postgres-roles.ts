import { Client } from 'pg';

/** The names that embedded mode gives its database and its two logins. */
export const EMBEDDED = { database: 'white_cross', owner: 'white_cross_owner', app: 'white_cross_login' } as const;

interface RolePasswords {
  superuserUrl: string;
  owner: string;
  app: string;
}

/**
 * Makes the database and the two logins that every installation has: the owner of the schema, who migrates, and the
 * application, which owns nothing and may do only what the migrations grant to `white_cross_app`. Done again, changes nothing.
 */
export async function ensureRoles({ superuserUrl, owner, app }: RolePasswords): Promise<void> {
  await as(superuserUrl, async (client) => {
    const exists = async (query: string, name: string): Promise<boolean> =>
      (await client.query(query, [name])).rowCount === 1;
    const role = 'SELECT FROM pg_roles WHERE rolname = $1';
    const attributes = (password: string): string => `LOGIN PASSWORD ${client.escapeLiteral(password)}`;
    if (!(await exists(role, 'white_cross_app'))) await client.query('CREATE ROLE white_cross_app NOLOGIN');
    if (!(await exists(role, EMBEDDED.owner))) {
      await client.query(`CREATE ROLE ${EMBEDDED.owner} CREATEROLE ${attributes(owner)}`);
    }
    if (!(await exists(role, EMBEDDED.app))) {
      await client.query(`CREATE ROLE ${EMBEDDED.app} ${attributes(app)} IN ROLE white_cross_app`);
    }
    if (!(await exists('SELECT FROM pg_database WHERE datname = $1', EMBEDDED.database))) {
      await client.query(`CREATE DATABASE ${EMBEDDED.database} OWNER ${EMBEDDED.owner}`);
    }
  });
  const own = new URL(superuserUrl);
  own.pathname = `/${EMBEDDED.database}`;
  await as(own.toString(), (client) => client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements'));
}

async function as(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
