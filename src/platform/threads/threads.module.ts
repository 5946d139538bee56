import { Global, Module } from '@nestjs/common';
import { ThreadPool } from './thread-pool.js';

/** One pool of threads a process, for work that would hold up its event loop. */
@Global()
@Module({ providers: [ThreadPool], exports: [ThreadPool] })
export class ThreadsModule {}
