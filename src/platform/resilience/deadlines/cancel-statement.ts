import { connect } from 'node:net';
import { Logger } from '@nestjs/common';
import type { ClientBase } from 'pg';

const logger = new Logger('deadline');
const CANCEL_REQUEST_CODE = 80_877_102;
const TIMEOUT_MS = 2000;

interface Session {
  host: string;
  port: number;
  processID: number | null;
  secretKey: number | null;
}

/**
 * Asks PostgreSQL to cancel what `client` is waiting for: a CancelRequest (PostgreSQL manual, 54.2.8) on a connection of its
 * own. `pg_cancel_backend` would need the true process id, which PgBouncer hides; it passes this request on. Answered by
 * nothing but the statement's own failure with 57014, and sent without TLS, as the protocol allows: it holds no data.
 */
export function cancelStatement(client: ClientBase): void {
  const { host, port, processID, secretKey } = client as unknown as Session;
  if (processID === null || secretKey === null) return;
  const message = Buffer.alloc(16);
  message.writeInt32BE(16, 0);
  message.writeInt32BE(CANCEL_REQUEST_CODE, 4);
  message.writeInt32BE(processID, 8);
  message.writeInt32BE(secretKey, 12);
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy());
  socket.on('error', (error: NodeJS.ErrnoException) =>
    logger.warn(`A statement could not be cancelled: ${error.code}`),
  );
  socket.end(message);
}
