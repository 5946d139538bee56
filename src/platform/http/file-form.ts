import type { Readable } from 'node:stream';
import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Problem, validationFailed } from './problem.js';

/** A form with some text fields and then one file. */
export interface FileForm {
  readonly fields: ReadonlyMap<string, string>;
  /** The file's bytes. Ends with {@link Problem} 413 when there are more than allowed. */
  readonly file: AsyncIterable<Uint8Array>;
}

/**
 * Gives `receive` the form as soon as its file begins, so that fields are checked before a byte of the file is taken. Whatever
 * `receive` throws, the rest of the request is read and thrown away: a sender that is cut off would not see the answer.
 * @throws Problem 415, 413, or 400 when the form is not as it should be
 */
export async function receiveFileForm<T>(
  request: FastifyRequest,
  maxBytes: number,
  receive: (form: FileForm) => Promise<T>,
): Promise<T> {
  if (!request.isMultipart()) {
    throw new Problem(415, 'unsupported-media-type', 'Send the file as multipart/form-data.');
  }
  const fields = new Map<string, string>();
  // The plugin's own limit on a file's size would end the request under the feet of whoever reads it.
  const parts = request.parts({ limits: { fileSize: Infinity, files: 1 } });
  for await (const part of parts as AsyncIterable<Multipart>) {
    if (part.type !== 'file') {
      fields.set(part.fieldname, String(part.value));
      continue;
    }
    try {
      if (part.fieldname !== 'file')
        throw validationFailed([{ path: part.fieldname, message: 'is no file of this form' }]);
      return await receive({ fields, file: bounded(part, maxBytes) });
    } finally {
      discard(part.file);
    }
  }
  throw validationFailed([{ path: 'file', message: 'must be the last part of the form' }]);
}

/** Leaving the loop early must not destroy the stream: what is left of the request could then not be read away. */
async function* bounded(part: MultipartFile, maxBytes: number): AsyncGenerator<Uint8Array, void> {
  let bytes = 0;
  for await (const chunk of part.file.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      const megabytes = Math.floor(maxBytes / 1024 / 1024);
      throw new Problem(413, 'payload-too-large', `The file is larger than ${megabytes} MB.`);
    }
    yield chunk;
  }
}

function discard(file: Readable): void {
  if (file.readableEnded || file.destroyed) return;
  file.on('error', () => undefined);
  file.resume();
}
