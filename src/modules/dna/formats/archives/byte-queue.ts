/** Bytes from a stream that are looked at, taken by count, or given back: what reading an archive's headers takes. */
export class ByteQueue {
  /** Bytes that have come from the source so far. */
  consumed = 0;
  private readonly chunks: Uint8Array[] = [];
  private readonly iterator: AsyncIterator<Uint8Array>;
  private held = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.iterator = source[Symbol.asyncIterator]();
  }

  /** The next chunk as it comes; `undefined` at the end. */
  async next(): Promise<Uint8Array | undefined> {
    const chunk = this.chunks.shift();
    if (chunk) {
      this.held -= chunk.length;
      return chunk;
    }
    const result = await this.iterator.next();
    if (result.done) return undefined;
    this.consumed += result.value.length;
    return result.value;
  }

  /** Puts bytes back in front. */
  giveBack(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.chunks.unshift(bytes);
    this.held += bytes.length;
  }

  /** The next `count` bytes, fewer at the end of the stream; they stay in the queue. */
  async peek(count: number): Promise<Uint8Array> {
    const bytes = await this.take(count);
    this.giveBack(bytes);
    return bytes;
  }

  /** The next `count` bytes, fewer at the end of the stream. */
  async take(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let length = 0;
    while (length < count) {
      const chunk = await this.next();
      if (!chunk) break;
      parts.push(chunk);
      length += chunk.length;
    }
    const joined = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    this.giveBack(joined.subarray(count));
    return joined.subarray(0, count);
  }

  /** Everything that is left, chunk by chunk. */
  async *rest(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = await this.next();
      if (!chunk) return;
      if (chunk.length > 0) yield chunk;
    }
  }

  /** Tells the source that nothing more is wanted. */
  async close(): Promise<void> {
    await this.iterator.return?.();
  }
}
