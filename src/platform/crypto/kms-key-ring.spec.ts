import { createSecretKey, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeyRing } from './key-ring.js';
import { KMS_CONTEXT, openKmsKeyRing } from './kms-key-ring.js';
import { openBytes, sealBytes } from './sealed-box.js';

/** A KMS of our own: it speaks the wire protocol of `TrentService.Decrypt` and seals with a master key. */
describe('Key-encryption keys kept by KMS', () => {
  const master = createSecretKey(randomBytes(32));
  const calls: string[] = [];
  let server: Server;
  let endpoint: string;

  beforeAll(async () => {
    process.env['AWS_ACCESS_KEY_ID'] = 'test';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
    server = createServer((request, response) => {
      void answer(request).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  async function answer(request: IncomingMessage): Promise<{ status: number; body: object }> {
    calls.push(String(request.headers['x-amz-target']));
    const chunks: Buffer[] = await request.toArray();
    const { CiphertextBlob, EncryptionContext } = JSON.parse(Buffer.concat(chunks).toString()) as Record<
      string,
      string
    >;
    try {
      const key = openBytes(master, contextBytes(EncryptionContext), Buffer.from(String(CiphertextBlob), 'base64'));
      return { status: 200, body: { Plaintext: key.toString('base64'), KeyId: 'alias/white-cross' } };
    } catch {
      return { status: 400, body: { __type: 'InvalidCiphertextException' } };
    }
  }

  const contextBytes = (context: unknown): Buffer => Buffer.from(JSON.stringify(context));
  const encrypted = (key: Buffer, context: object = KMS_CONTEXT): string =>
    sealBytes(master, 0, contextBytes(context), key).toString('base64');

  it('are decrypted once at the start and then work as any others', async () => {
    const [current, former] = [randomBytes(32), randomBytes(32)];
    calls.length = 0;
    const ring = await openKmsKeyRing({
      encryptedKeys: [encrypted(current), encrypted(former)],
      region: 'us-east-1',
      endpoint,
    });
    expect(calls).toEqual(['TrentService.Decrypt', 'TrentService.Decrypt']);
    const owner = Buffer.from('owner');
    const dataKey = randomBytes(32);
    expect(ring.unwrap(new KeyRing([former]).wrap(dataKey, owner), owner).export()).toEqual(dataKey);
    expect(new KeyRing([current]).unwrap(ring.wrap(dataKey, owner), owner).export()).toEqual(dataKey);
    expect(calls).toHaveLength(2);
  });

  it('are not had by a process that KMS refuses', async () => {
    const elsewhere = encrypted(randomBytes(32), { service: 'another' });
    await expect(openKmsKeyRing({ encryptedKeys: [elsewhere], region: 'us-east-1', endpoint })).rejects.toThrow();
  });
});
