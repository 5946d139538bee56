import { type CsvHead, readHead } from './csv-head.js';
import { FileFault } from './file-fault.js';
import { type RecordBlock, RecordSplitter } from './record-splitter.js';

/** What is known of a file that was looked at from its first byte to its last. */
export interface CsvSummary extends CsvHead {
  /** Records behind the header, blank ones included. */
  readonly records: number;
  readonly bytes: number;
}

/** Small enough that hardly anything is carried over from one piece of the stream to the next. */
const BLOCK_BYTES = 32 * 1024;

/**
 * Looks at every byte of a file on its way into the store, so that a file that cannot be imported is refused while its sender
 * still listens, and not after half of it is in.
 */
export class CsvInspection {
  private first: Buffer = Buffer.alloc(0);
  private head: CsvHead | undefined;
  private splitter: RecordSplitter | undefined;
  private records = 0;
  private bytes = 0;

  /**
   * @param seeHead is given the head as soon as it is known, and may refuse the file by throwing
   * @param seeBlock is given each block of records, for a preview
   */
  constructor(
    private readonly seeHead: (head: CsvHead) => void,
    private readonly seeBlock: (block: RecordBlock) => void = () => undefined,
  ) {}

  /** Passes a stream through unchanged while looking at it. @throws FileFault */
  async *through(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of source) {
      this.push(chunk);
      yield chunk;
    }
    this.end();
  }

  /** The result; only after the end. */
  get summary(): CsvSummary {
    if (!this.head) throw new Error('The file has not been seen to its end.');
    return { ...this.head, records: this.records, bytes: this.bytes };
  }

  private push(chunk: Uint8Array): void {
    this.bytes += chunk.length;
    if (this.splitter) {
      this.count(this.splitter.push(chunk));
      return;
    }
    this.first = Buffer.concat([this.first, chunk]);
    this.begin(false);
  }

  private end(): void {
    if (!this.splitter) this.begin(true);
    this.count(this.splitter?.end() ?? []);
    if (this.records === 0) {
      throw new FileFault('no-rows', 'The file has a header and nothing below it. Add at least one row.');
    }
  }

  private begin(isEnd: boolean): void {
    const head = readHead(this.first, isEnd);
    if (!head) return;
    this.seeHead(head);
    this.head = head;
    this.splitter = splitterFor(head, { maxRows: Infinity, maxBytes: BLOCK_BYTES, start: head.dataStart, firstRow: 2 });
    this.count(this.splitter.push(this.first.subarray(head.dataStart)));
    this.first = Buffer.alloc(0);
  }

  private count(blocks: readonly RecordBlock[]): void {
    for (const block of blocks) {
      this.records += block.rows;
      this.seeBlock(block);
    }
  }
}

/** A splitter for what lies behind a head. */
function splitterFor(
  { dialect }: Pick<CsvHead, 'dialect'>,
  rest: { maxRows: number; maxBytes: number; start: number; firstRow: number },
): RecordSplitter {
  return new RecordSplitter({
    newline: dialect.newline.charCodeAt(0),
    delimiters: [dialect.delimiter.charCodeAt(0)],
    ...rest,
  });
}

/** The blocks of a stream that begins at `rest.start` of the file. */
export async function* recordBlocks(
  source: AsyncIterable<Uint8Array>,
  head: Pick<CsvHead, 'dialect'>,
  rest: { maxRows: number; maxBytes: number; start: number; firstRow: number },
): AsyncGenerator<RecordBlock, void> {
  const splitter = splitterFor(head, rest);
  for await (const chunk of source) yield* splitter.push(chunk);
  yield* splitter.end();
}
