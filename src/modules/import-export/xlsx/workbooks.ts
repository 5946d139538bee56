import { createHash } from 'node:crypto';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '../../../config/env.js';
import { Problem } from '../../../platform/http/problem.js';
import { ThreadPool } from '../../../platform/threads/index.js';
import { FileFault } from '../csv/file-fault.js';
import { workbookTooLarge } from './workbook-check.rules.js';
import type { WorkbookOutcome, WorkbookTask } from './workbook.thread.js';

const THREAD = new URL('./workbook.thread.js', import.meta.url);
/** A sheet of a million rows takes a third of it; what takes longer was made to. */
const PATIENCE_MS = 120_000;

/** A sheet of a workbook as CSV. */
export interface OpenSheet {
  /** The spreadsheet's number of the first row below the header. */
  readonly firstRow: number;
  readonly sheet: string;
  /** The names of all sheets, in the workbook's order. */
  readonly sheets: readonly string[];
  /** Of the workbook as it was sent. */
  readonly sha256: string;
  /** From its beginning; once. */
  csv(): AsyncIterable<Uint8Array>;
}

/**
 * Turns a workbook into CSV while its sender waits, so that whatever is wrong with it is told at once and everything behind it,
 * resuming at a byte above all, is the same as for any other file. The work is done in a thread between two files that
 * have no name, so that nothing of them is left whatever dies; memory does not grow with the rows.
 */
@Injectable()
export class Workbooks {
  constructor(
    private readonly threads: ThreadPool,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Gives `use` the sheet. @throws Problem 4xx when the workbook cannot be read */
  async withSheet<T>(
    file: AsyncIterable<Uint8Array>,
    { sheet, maxRows = Infinity }: { sheet: string | undefined; maxRows?: number },
    use: (sheet: OpenSheet) => Promise<T>,
  ): Promise<T> {
    await using source = await namelessFile();
    await using target = await namelessFile();
    const sha256 = await this.receive(file, source);
    const task = { source: source.fd, target: target.fd, sheet, maxRows, patienceMs: PATIENCE_MS };
    const outcome = await this.convert(task);
    if ('fault' in outcome) throw new FileFault(outcome.fault.code, outcome.fault.detail, outcome.fault.status);
    const csv = (): AsyncIterable<Uint8Array> => target.createReadStream({ start: 0, autoClose: false });
    return await use({ ...outcome, sha256, csv });
  }

  private async receive(file: AsyncIterable<Uint8Array>, into: FileHandle): Promise<string> {
    const { maxWorkbookBytes } = this.env.imports;
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of file) {
      bytes += chunk.length;
      if (bytes > maxWorkbookBytes) {
        const megabytes = Math.floor(maxWorkbookBytes / 1024 / 1024);
        const detail = `The workbook is larger than ${megabytes} MB. Save the sheet as "CSV UTF-8", which may be larger.`;
        throw new Problem(413, 'payload-too-large', detail);
      }
      hash.update(chunk);
      await into.appendFile(chunk);
    }
    return hash.digest('hex');
  }

  /** The thread looks at the clock itself: stopped from here it could write on, into whatever is opened under the same number next. */
  private async convert(task: WorkbookTask): Promise<WorkbookOutcome> {
    try {
      return await this.threads.run<WorkbookOutcome>(THREAD, task);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
        throw workbookTooLarge();
      throw error;
    }
  }
}

/** A file that is gone with its handle, or with the process. */
async function namelessFile(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'white-cross-'));
  try {
    return await open(join(folder, 'sheet'), 'wx+', 0o600);
  } finally {
    await rm(folder, { recursive: true });
  }
}
