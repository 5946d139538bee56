/** The four import rules of docs/architecture.md: entry points -> modules -> platform, modules through their index. */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    {
      name: 'platform-knows-no-module',
      comment: 'platform/ stands below the modules and knows nothing of health',
      severity: 'error',
      from: { path: '^src/(platform|config)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^src/(modules|testing|supervisor|demo)/' },
    },
    {
      name: 'modules-through-index',
      comment:
        'a module is imported through its index.ts, or through its pure *.rules.ts, never its models or services',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: '^src/modules/([^/]+)/',
        pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index\\.ts$', '\\.rules\\.ts$'],
      },
    },
    {
      name: 'rules-are-pure',
      comment: 'decisions import neither Nest nor Sequelize nor Redis, so that API, import and threads share them',
      severity: 'error',
      from: { path: '\\.rules\\.ts$' },
      to: { path: '(@nestjs|sequelize|ioredis|bull|^pg$|node_modules/(pg|bull|ioredis)/)' },
    },
    {
      name: 'nothing-imports-testing',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/testing/', '\\.spec\\.ts$'] },
      to: { path: '^src/testing/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
};
