import type { Readable } from 'node:stream';
import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { collectGarbage } from '../threads/collect-garbage.js';
import { Problem, validationFailed } from './problem.js';
import { UploadPace } from './upload-pace.js';

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
      return await receive({ fields, file: pace.of(bounded(part, maxBytes)) });
    } finally {
      discard(part.file);
    }
  }
  throw validationFailed([{ path: 'file', message: 'must be the last part of the form' }]);
}

/**
 * Pieces of files are dead soon after they came, but lie outside the heap, where V8 looks for them only once there are 64 MB: then it goes
 * through the whole heap, which in an api on busy cores held up every request for 10 to 160 ms, once a second while ten files came in.
 * Looked for in time they are still young, and found in 1 ms.
 */
const COLLECT_EVERY_BYTES = 4 * 1024 * 1024;
let uncollectedBytes = 0;
const pace = new UploadPace();

function noteDeadBytes(count: number): void {
  uncollectedBytes += count;
  if (uncollectedBytes < COLLECT_EVERY_BYTES) return;
  uncollectedBytes = 0;
  collectGarbage('minor');
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
    noteDeadBytes(chunk.length);
  }
}

function discard(file: Readable): void {
  if (file.readableEnded || file.destroyed) return;
  file.on('error', () => undefined);
  file.resume();
}
