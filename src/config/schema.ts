import { flag, integer, key, keys, oneOf, secret, text, url, urls } from './variable.js';

const ROLES = ['all', 'api', 'worker', 'scheduler', 'migrate', 'demo'] as const;

const MINUTE_MS = 60_000;
const MIB = 1024 * 1024;
const POSTGRES = ['postgres:', 'postgresql:'];
const REDIS = ['redis:', 'rediss:'];

/** Every variable that White Cross reads, grouped as the code sees them. `.env.example` and the README's table are made from it. */
export const schema = {
  mode: oneOf('NODE_ENV', ['development', 'production', 'test'], {
    default: 'development',
    about: 'production refuses weak or missing secrets and the embedded databases',
    production: 'production',
  }),
  role: oneOf('ROLE', ROLES, {
    default: 'all',
    about:
      'what this process does: all starts embedded services where needed, migrates, and supervises an api, a worker and a scheduler; migrate brings the schema up to date and exits; demo fills an empty embedded database and exits',
    production: 'one process each of api, worker, scheduler',
  }),
  dataDir: text('DATA_DIR', {
    default: '.data',
    about: 'where embedded databases, uploaded files (unless in S3), the audit spool and development secrets are kept',
    production: 'a persistent volume',
  }),
  log: {
    level: oneOf('LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      default: 'info',
      about: 'least level that is logged; debug costs throughput',
    }),
  },
  http: {
    host: text('HOST', {
      default: '127.0.0.1',
      about: 'address to listen on',
      production: '0.0.0.0 behind a TLS-terminating proxy',
    }),
    port: integer('PORT', { default: 3000, min: 0, max: 65_535, about: 'port to listen on; 0 takes a free one' }),
    trustedProxies: text('TRUSTED_PROXIES', {
      about:
        'addresses or CIDR ranges, comma-separated, whose X-Forwarded-For is believed for throttling and the audit log',
      production: 'the proxy’s network',
    }),
    bodyLimitBytes: integer('HTTP_BODY_LIMIT', {
      default: MIB,
      min: 1024,
      about: 'largest JSON body in bytes; uploads have limits of their own',
    }),
    requestTimeoutMs: integer('HTTP_REQUEST_TIMEOUT', {
      default: 10 * MINUTE_MS,
      min: 1000,
      about: 'ms in which a whole request, uploads included, must arrive',
    }),
    rateLimitPerMinute: integer('RATE_LIMIT_PER_MINUTE', {
      default: 0,
      min: 0,
      about:
        'requests a minute from one signed-in user, or from one address without a session, before 429; 0 turns it off',
    }),
    requestDeadlineMs: integer('REQUEST_DEADLINE', {
      default: 15_000,
      min: 0,
      about:
        'ms after which what a request still waits for is cancelled in PostgreSQL and answered with 503, unless its answer has begun; 0 turns it off',
    }),
    drainTimeoutMs: integer('DRAIN_TIMEOUT', {
      default: 15_000,
      min: 0,
      about: 'ms that requests and chunks in flight are given to end after SIGTERM',
      production: 'a little under the orchestrator’s own limit',
    }),
    drainDelayMs: integer('DRAIN_DELAY', {
      default: 0,
      min: 0,
      about: 'ms between readiness turning 503 and the listener closing, so that load balancers notice first',
      production: 'twice the load balancer’s probe interval',
    }),
    docsEnabled: flag('API_DOCS_ENABLED', {
      default: true,
      about: 'serve OpenAPI at /api/docs; built at the first request for it',
    }),
  },
  database: {
    url: url('DATABASE_URL', {
      protocols: POSTGRES,
      isSecret: true,
      about:
        'primary PostgreSQL, as the application’s login (member of white_cross_app); empty starts an embedded one under DATA_DIR',
      production: 'PgBouncer 1.22.1 or later, in transaction mode (prepared statements, and COPY among them)',
    }),
    migrationUrl: url('DATABASE_MIGRATION_URL', {
      protocols: POSTGRES,
      isSecret: true,
      about:
        'the same database as the owner of the schema, past any PgBouncer: for migrations, partitions and the scheduler’s leader lock; empty means DATABASE_URL',
      production: 'direct to PostgreSQL, owner role',
    }),
    replicaUrls: urls('DATABASE_REPLICA_URLS', {
      protocols: POSTGRES,
      isSecret: true,
      about:
        'read replicas (hot standbys), comma-separated; an export reads one that has caught up, in its first run; nothing else does',
    }),
    poolMin: integer('DB_POOL_MIN', {
      default: 5,
      min: 0,
      max: 1000,
      about: 'connections a process keeps open; more start-up, no wait at the first burst',
    }),
    poolMax: integer('DB_POOL_MAX', {
      default: 50,
      min: 1,
      max: 1000,
      about:
        'most connections of one process; beyond about 4 per database core they queue inside PostgreSQL instead of here',
      production: 'processes × DB_POOL_MAX below max_connections (or PgBouncer’s max_client_conn)',
    }),
    connectTimeoutMs: integer('DB_CONNECT_TIMEOUT', { default: 5000, min: 100, about: 'ms to open a connection' }),
    acquireTimeoutMs: integer('DB_ACQUIRE_TIMEOUT', {
      default: 10_000,
      min: 100,
      about: 'ms that a request waits for a free connection before 503',
    }),
    idleTimeoutMs: integer('DB_IDLE_TIMEOUT', {
      default: 10_000,
      min: 0,
      about: 'ms after which an unused connection over DB_POOL_MIN may be closed',
    }),
    evictIntervalMs: integer('DB_POOL_EVICT', {
      default: 1000,
      min: 100,
      about: 'ms between looks for idle connections',
    }),
    statementTimeoutMs: integer('DB_STATEMENT_TIMEOUT', {
      default: 30_000,
      min: 0,
      about: 'ms after which PostgreSQL cancels a statement',
    }),
    idleInTransactionTimeoutMs: integer('DB_IDLE_IN_TRANSACTION_TIMEOUT', {
      default: 30_000,
      min: 0,
      about: 'ms after which PostgreSQL ends a session that holds a transaction and does nothing',
    }),
    retryMax: integer('DB_RETRY_MAX', {
      default: 3,
      min: 0,
      max: 20,
      about:
        'retries, with backoff, of a transaction that failed for a passing reason (serialization, deadlock, lost connection)',
    }),
    slowQueryMs: integer('DB_SLOW_QUERY', {
      default: 250,
      min: 1,
      about: 'ms from which a statement is listed as slow, without its values',
    }),
  },
  redis: {
    url: url('REDIS_URL', {
      protocols: REDIS,
      isSecret: true,
      about: 'Redis for cached values and throttling; empty starts an embedded one',
      production: 'maxmemory-policy allkeys-lfu, no persistence',
    }),
    queueUrl: url('REDIS_QUEUE_URL', {
      protocols: REDIS,
      isSecret: true,
      about: 'Redis for job queues; empty means REDIS_URL',
      production: 'a second server: maxmemory-policy noeviction, appendonly yes',
    }),
    commandTimeoutMs: integer('REDIS_COMMAND_TIMEOUT', {
      default: 500,
      min: 10,
      about: 'ms after which a cache command is given up and PostgreSQL is asked instead',
    }),
  },
  cache: {
    defaultTtlSeconds: integer('REDIS_TTL_DEFAULT', {
      default: 300,
      min: 1,
      about: 'seconds that a value stays in Redis where its route sets none',
    }),
    l1MaxEntries: integer('CACHE_L1_MAX_SIZE', {
      default: 5000,
      min: 0,
      about: 'values kept in a process’s memory, where a hit costs microseconds; 0 turns the first tier off',
    }),
    l1MaxBytes: integer('CACHE_L1_MAX_BYTES', {
      default: 64 * MIB,
      min: 0,
      about: 'bytes that these may take together',
      production: 'a tenth of the process’s memory',
    }),
    l1TtlSeconds: integer('CACHE_L1_TTL', { default: 60, min: 1, about: 'seconds that a value stays in memory' }),
    warmingEnabled: flag('CACHE_WARMING_ENABLED', {
      default: true,
      about:
        'fill the cache after start with the patients seen most of late, and again with what a write made stale of them',
    }),
  },
  auth: {
    jwtSecret: secret('JWT_SECRET', {
      about:
        'signs access tokens (HMAC-SHA-256); changing it ends every session. Development makes one and keeps it in DATA_DIR',
      production: 'openssl rand -base64 48',
    }),
    accessTokenTtlSeconds: integer('ACCESS_TOKEN_TTL', {
      default: 900,
      min: 30,
      max: 86_400,
      about: 'seconds that an access token is good for',
    }),
    dashboardLockMinutes: integer('DASHBOARD_LOCK_MINUTES', {
      default: 15,
      min: 1,
      max: 1440,
      about: 'minutes without a touch after which the dashboard ends the session and asks for the password again',
    }),
    sessionTtlSeconds: integer('SESSION_TTL', {
      default: 30 * 86_400,
      min: 60,
      about: 'seconds after which a session must log in again unless its refresh token was used',
    }),
    sessionMaxTtlSeconds: integer('SESSION_MAX_TTL', {
      default: 90 * 86_400,
      min: 60,
      about: 'seconds after which a session ends however often it was refreshed',
    }),
    loginMaxFailures: integer('LOGIN_MAX_FAILURES', {
      default: 10,
      min: 1,
      about: 'failed log-ins of one account and address within LOGIN_WINDOW before 429',
    }),
    loginWindowSeconds: integer('LOGIN_WINDOW', {
      default: 900,
      min: 1,
      about: 'seconds over which failed log-ins are counted',
    }),
    loginConcurrency: integer('LOGIN_CONCURRENCY', {
      default: 4,
      min: 1,
      about: 'password checks at one time; each takes 19 MiB and some 12 ms of a core',
    }),
    opsToken: secret('OPS_TOKEN', {
      about: 'static bearer token for /api/health/* and /metrics; empty leaves these to ops and superadmin users',
    }),
    demoPassword: secret('DEMO_PASSWORD', {
      default: 'White-Cross-Demo-1',
      about: 'password of the demo users, which exist in embedded mode only',
    }),
    demoEnabled: flag('DEMO', {
      default: true,
      about: 'create demo organizations, users and patients at the first start in embedded mode',
    }),
  },
  keys: {
    encryptionKey: key('KEY_ENCRYPTION_KEY', {
      about: 'wraps the data key of every patient; losing it loses all sealed data. Development makes one',
      production: 'openssl rand -base64 32, from a secret store, backed up apart from the database',
    }),
    retiredEncryptionKeys: keys('KEY_ENCRYPTION_KEYS_RETIRED', {
      about:
        'former values of KEY_ENCRYPTION_KEY, comma-separated, still needed to unwrap until all keys are re-wrapped',
    }),
    kmsEncryptedKeys: text('KEY_ENCRYPTION_KEYS_KMS', {
      about:
        'key-encryption keys as AWS KMS encrypted them, in base64, comma-separated, the current one first; used instead of KEY_ENCRYPTION_KEY',
    }),
    kmsRegion: text('KMS_REGION', { default: 'us-east-1', about: 'region of the KMS' }),
    kmsEndpoint: url('KMS_ENDPOINT', { protocols: ['http:', 'https:'], about: 'address of the KMS; empty means AWS' }),
    blindIndexKey: key('BLIND_INDEX_KEY', {
      about: 'HMAC key that lets sealed fields be found by equality; changing it needs a re-index',
      production: 'openssl rand -base64 32',
    }),
    auditSigningKey: key('AUDIT_SIGNING_KEY', {
      about:
        'proves the audit trail: the MACs of its chains and the Ed25519 key of its seals are derived from it. Changing it ends what can be verified',
      production: 'openssl rand -base64 32',
    }),
  },
  storage: {
    driver: oneOf('STORAGE_DRIVER', ['fs', 's3'], {
      default: 'fs',
      about: 'where files are kept: under DATA_DIR, or in an S3 bucket',
      production: 's3 as soon as api and worker are on more than one machine',
    }),
    s3: {
      endpoint: url('S3_ENDPOINT', {
        protocols: ['http:', 'https:'],
        about: 'address of an S3-compatible store; empty means AWS',
      }),
      region: text('S3_REGION', { default: 'us-east-1', about: 'region of the bucket' }),
      bucket: text('S3_BUCKET', { about: 'bucket; it must exist' }),
      prefix: text('S3_PREFIX', { about: 'put before every object’s name' }),
      accessKeyId: text('S3_ACCESS_KEY_ID', { about: 'empty uses the environment’s own identity (instance role)' }),
      secretAccessKey: secret('S3_SECRET_ACCESS_KEY', { about: 'belongs to S3_ACCESS_KEY_ID' }),
      forcePathStyle: flag('S3_FORCE_PATH_STYLE', {
        default: false,
        about: 'bucket in the path instead of the host name; most self-hosted stores want it',
      }),
    },
  },
  worker: {
    concurrency: integer('WORKER_CONCURRENCY', {
      default: 2,
      min: 1,
      max: 64,
      about: 'jobs that one worker runs at a time',
    }),
    threads: integer('WORKER_THREADS', {
      default: 0,
      min: 0,
      max: 256,
      about: 'threads for parsing and arithmetic; 0 means the cores less one, at least one',
    }),
    leaseSeconds: integer('JOB_LEASE', {
      default: 60,
      min: 5,
      about: 'seconds after its last sign of life that a job is taken from its worker',
    }),
    sweepIntervalMs: integer('JOB_SWEEP_INTERVAL', {
      default: 30_000,
      min: 100,
      about: 'ms between looks for jobs that Redis forgot',
    }),
    maxAttempts: integer('JOB_MAX_ATTEMPTS', {
      default: 25,
      min: 1,
      about: 'times that a job is begun before it counts as failed',
    }),
  },
  imports: {
    maxBytes: integer('IMPORT_MAX_BYTES', { default: 1024 * MIB, min: 1024, about: 'largest CSV file' }),
    maxWorkbookBytes: integer('IMPORT_WORKBOOK_MAX_BYTES', {
      default: 64 * MIB,
      min: 1024,
      about: 'largest Excel workbook; a thread holds one whole while it reads it',
    }),
    chunkRows: integer('IMPORT_CHUNK_ROWS', {
      default: 10_000,
      min: 1,
      max: 100_000,
      about: 'rows of one transaction; larger is faster until about 10,000, and costs memory',
    }),
  },
  exports: {
    keptHours: integer('EXPORT_KEPT_HOURS', {
      default: 72,
      min: 1,
      max: 720,
      about: 'hours that an exported file can be fetched; then it is deleted and its key destroyed',
    }),
    partBytes: integer('EXPORT_PART_BYTES', {
      default: 8 * MIB,
      min: 1,
      max: 256 * MIB,
      about: 'about so much of an export is stored and committed at a time; a worker that dies repeats that much',
    }),
  },
  genomes: {
    maxBytes: integer('GENOME_MAX_BYTES', { default: 64 * MIB, min: 1024, about: 'largest genome file as sent' }),
    maxInflatedBytes: integer('GENOME_MAX_INFLATED_BYTES', {
      default: 256 * MIB,
      min: 1024,
      about: 'largest genome file once decompressed',
    }),
  },
  audit: {
    retentionDays: integer('AUDIT_RETENTION_DAYS', { default: 2555, min: 1, about: 'days that audit events are kept' }),
    onlineMonths: integer('AUDIT_ONLINE_MONTHS', {
      default: 24,
      min: 1,
      about: 'months kept in PostgreSQL; older ones move to the object store as Parquet',
    }),
    partitionsAhead: integer('AUDIT_PARTITIONS_AHEAD', {
      default: 6,
      min: 1,
      max: 36,
      about: 'monthly partitions made in advance',
    }),
    batchMaxEvents: integer('AUDIT_BATCH_MAX', {
      default: 500,
      min: 1,
      max: 10_000,
      about: 'events written by one insert; each request waits for the insert that holds its own',
    }),
    writeTimeoutMs: integer('AUDIT_WRITE_TIMEOUT', {
      default: 2000,
      min: 10,
      about: 'ms after which an insert counts as failed and events go to the local spool',
    }),
    spoolMaxBytes: integer('AUDIT_SPOOL_MAX_BYTES', {
      default: 256 * MIB,
      min: 0,
      about:
        'bytes of audit events kept under DATA_DIR while PostgreSQL is away; beyond it patient data is refused with 503',
    }),
  },
} as const;
