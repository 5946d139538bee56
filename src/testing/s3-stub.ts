import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * As much of S3's REST interface as {@link S3Store} speaks, in memory, for its spec: whole and multipart uploads with
 * `If-None-Match: *`, ranged reads, listing. It checks no signatures.
 */
export class S3Stub {
  readonly objects = new Map<string, Buffer>();
  /** Uploads begun and neither completed nor aborted. */
  readonly uploads = new Map<string, Map<number, Buffer>>();
  /** Set to make the next requests fail with this status. */
  failing: number | undefined;
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));
  private nextUpload = 1;

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const url = new URL(request.url ?? '/', 'http://stub');
    const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'));
    const reply = this.failing === undefined ? this.dispatch(request, url, key, body) : { status: this.failing };
    response.writeHead(reply.status, { 'content-type': 'application/xml', ...reply.headers });
    response.end(request.method === 'HEAD' ? undefined : reply.body);
  }

  private dispatch(request: IncomingMessage, url: URL, key: string, body: Buffer): Reply {
    const upload = url.searchParams.get('uploadId');
    if (url.searchParams.get('list-type') === '2') return this.list(url.searchParams.get('prefix') ?? '');
    switch (request.method) {
      case 'POST':
        return upload === null ? this.begin(key) : this.complete(request, key, upload);
      case 'PUT':
        return upload === null ? this.store(request, key, body) : this.part(url, upload, body);
      case 'DELETE':
        if (upload === null) this.objects.delete(key);
        else this.uploads.delete(upload);
        return { status: 204 };
      default:
        return this.read(request, key);
    }
  }

  private begin(key: string): Reply {
    const id = String(this.nextUpload++);
    this.uploads.set(id, new Map());
    return xml(
      `<InitiateMultipartUploadResult><Key>${key}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
    );
  }

  private part(url: URL, upload: string, body: Buffer): Reply {
    this.uploads.get(upload)?.set(Number(url.searchParams.get('partNumber')), body);
    return { status: 200, headers: { etag: etagOf(body) } };
  }

  private complete(request: IncomingMessage, key: string, upload: string): Reply {
    const parts = [...(this.uploads.get(upload) ?? [])].sort(([a], [b]) => a - b).map(([, part]) => part);
    const stored = this.store(request, key, Buffer.concat(parts));
    if (stored.status !== 200) return stored;
    this.uploads.delete(upload);
    return xml('<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>');
  }

  private store(request: IncomingMessage, key: string, body: Buffer): Reply {
    if (request.headers['if-none-match'] === '*' && this.objects.has(key)) return { status: 412 };
    this.objects.set(key, body);
    return { status: 200, headers: { etag: etagOf(body) } };
  }

  private read(request: IncomingMessage, key: string): Reply {
    if (key === '') return { status: 200 };
    const body = this.objects.get(key);
    if (!body) return { status: 404 };
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    if (!range) return { status: 200, body, headers: { 'content-length': String(body.length) } };
    const start = Number(range[1]);
    if (start >= body.length) return { status: 416 };
    const cut = body.subarray(start, range[2] === '' ? undefined : Number(range[2]) + 1);
    return { status: 206, body: cut, headers: { 'content-length': String(cut.length) } };
  }

  private list(prefix: string): Reply {
    const found = [...this.objects].filter(([key]) => key.startsWith(prefix));
    const contents = found.map(
      ([key, body]) =>
        `<Contents><Key>${key}</Key><Size>${body.length}</Size><LastModified>2026-01-02T03:04:05.000Z</LastModified></Contents>`,
    );
    return xml(`<ListBucketResult>${contents.join('')}</ListBucketResult>`);
  }
}

interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

function xml(body: string): Reply {
  return { status: 200, body: `<?xml version="1.0" encoding="UTF-8"?>${body}` };
}

function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const blocks: Buffer[] = [];
  for await (const block of request) blocks.push(block as Buffer);
  return Buffer.concat(blocks);
}
