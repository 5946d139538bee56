export { ThreadPool, type ThreadPoolStats } from './thread-pool.js';
export { ThreadsModule } from './threads.module.js';
