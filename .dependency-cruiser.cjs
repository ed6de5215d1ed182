// The dependency rule of ARCHITECTURE.md. tests/dependency-rule.test.ts plants a violation of each rule.
const test = '\\.test\\.ts$';
const packages = (...names) => `(^|/)node_modules/(${names.join('|')})/|^(${names.join('|')})(/|$)`;
const graphql = packages('graphql', 'graphql-scalars', 'type-graphql', '@apollo/[^/]+', '@as-integrations/[^/]+');
const constructed = packages('@apollo/server', '@as-integrations/fastify', 'fastify', 'graphql-sse', 'pg-boss', 'ws');

const forbid = (name, comment, ends) => ({ name, comment, severity: 'error', ...ends });

module.exports = {
  forbidden: [
    forbid(
      'subgraph-imports-only-itself-and-kit',
      'Facts of another organisation come through the gateway or through events.',
      { from: { path: '^subgraphs/(?!kit/)([^/]+)/' }, to: { path: '^subgraphs/', pathNot: '^subgraphs/(kit|$1)/' } },
    ),
    forbid(
      'a-partner-imports-nothing-of-ours',
      'subgraphs/kur is the example of a partner: it has the published kit, under the name of its package, and itself.',
      {
        from: { path: '^subgraphs/kur/', pathNot: test },
        to: { path: '^(subgraphs/(?!kur/)|gateway/|schema/|scripts/|tests/)' },
      },
    ),
    forbid('nothing-of-ours-imports-a-partner', 'A partner is asked over the network, under its published address.', {
      from: { path: '^(subgraphs/(?!kur/)|gateway/|schema/|scripts/)', pathNot: test },
      to: { path: '^subgraphs/kur/' },
    }),
    forbid('kit-imports-no-subgraph', 'kit is what every subgraph shares, a partner of tomorrow included.', {
      from: { path: '^subgraphs/kit/', pathNot: test },
      to: { path: '^subgraphs/(?!kit/)' },
    }),
    forbid('subgraph-knows-no-outside', 'A subgraph can move away with its organisation.', {
      from: { path: '^subgraphs/', pathNot: `${test}|^subgraphs/registry/` },
      to: { path: '^(gateway|scripts|schema)/' },
    }),
    forbid('registry-keeps-what-schema-registry-defines', 'The rules of publishing are pure; the service keeps them.', {
      from: { path: '^subgraphs/registry/', pathNot: test },
      to: { path: '^(gateway|scripts|schema)/', pathNot: '^(schema/registry/|gateway/registry/gateway-view\\.ts$)' },
    }),
    forbid(
      'gateway-knows-the-schema-only',
      'The gateway knows schema/supergraph.graphql and, of the code, how to read an environment, write a log, name a database that is away, metrics and traces, and sign, which values the graph takes, its languages, how to bound what is under way, and how to compare its clock.',
      {
        from: { path: '^gateway/(?!identity/)', pathNot: test },
        to: {
          path: '^(subgraphs|scripts|gateway/identity)/',
          pathNot:
            '^subgraphs/kit/(address|audiences|bilingual-error|broken-text|clock-watch|database-away|env|in-flight|json-value|language|log|log-output|metrics/[^/]+|pool-limits|readiness|request-signature|rotating-secret|scalars|stop|tracing/[^/]+)\\.ts$',
        },
      },
    ),
    forbid(
      'identity-knows-the-kit-only',
      'The issuer is a service of its own: any other one could stand in its place.',
      {
        from: { path: '^gateway/identity/', pathNot: test },
        to: {
          path: '^(subgraphs|scripts|gateway/(?!identity/|(network|request-facts)\\.ts))',
          pathNot:
            '^subgraphs/kit/((bounded-server|broken-text|clock-watch|env|ids|json-value|language|log|metrics/[^/]+|stop|database|migrate|pool-limits|prune|readiness|rotating-secret|scopes|typed-contact|typed-text)|events/(event|inbox|tables)|vault/(cipher|known-keys|index-move\\.tables|keys|normalise|secret|settled-indexes))\\.ts$',
        },
      },
    ),
    forbid(
      'registry-knows-what-it-is-given',
      'Its checks are functions of subgraphs, grants and uses, wherever these come from.',
      {
        from: { path: '^schema/', pathNot: `${test}|^schema/registry/testkit/` },
        to: {
          path: `^(gateway|subgraphs|scripts|tests)/|^(node:)?(fs|http|https|net|process|child_process)|${packages('pg', '@mikro-orm/[^/]+', 'undici')}`,
          pathNot: '^schema/',
        },
      },
    ),
    forbid('domain-without-graphql', 'Rules, use cases and tables do not depend on how they are asked.', {
      from: { path: '^subgraphs/.+\\.(service|policy|entity|status|events)\\.ts$' },
      to: { path: `${graphql}|\\.(type|resolver)\\.ts$` },
    }),
    forbid('index-without-graphql', 'What a feature gives to others does not depend on how it is asked.', {
      from: { path: '^subgraphs/(?!kit/)[^/]+/[^/]+/index\\.ts$' },
      to: { path: `${graphql}|\\.(type|resolver|loaders?)\\.ts$` },
    }),
    forbid(
      'api-without-tables',
      'Types and resolvers are the allow-list of what is public: a row never becomes an answer by itself.',
      { from: { path: '^subgraphs/.+\\.(type|resolver)\\.ts$' }, to: { path: '\\.entity\\.ts$|/migrations/' } },
    ),
    forbid('pure-policy', 'A policy is a pure function of what it is given.', {
      from: { path: '^subgraphs/.+\\.policy\\.ts$' },
      to: { path: `\\.(service|loader|resolver)\\.ts$|/kit/database|${packages('pg', 'pg-boss', '@mikro-orm/[^/]+')}` },
    }),
    forbid('feature-through-its-service-or-events', 'The rest of a feature is its own business.', {
      from: {
        path: '^subgraphs/(?!kit/)([^/]+)/([^/]+)/[^/]+\\.ts$',
        pathNot: `${test}|\\.(type|input|mutations|resolver|loaders?|feature)\\.ts$`,
      },
      to: {
        path: '^subgraphs/$1/[^/]+/',
        pathNot: '^subgraphs/$1/$2/|^subgraphs/$1/[^/]+/(judge/)?index\\.ts$|\\.(service|events)\\.ts$',
      },
    }),
    forbid('sdl-of-a-feature-through-its-types', 'One feature’s types may name another’s, and load them in batches.', {
      from: {
        path: '^subgraphs/(?!kit/)([^/]+)/([^/]+)/[^/]+\\.(type|input|mutations|resolver|loaders?|feature)\\.ts$',
      },
      to: {
        path: '^subgraphs/$1/[^/]+/',
        pathNot: '^subgraphs/$1/$2/|^subgraphs/$1/[^/]+/(judge/)?index\\.ts$|\\.(service|events|type|loaders?)\\.ts$',
      },
    }),
    forbid('only-the-list-imports-manifests', 'What a feature states of itself is for features.ts alone.', {
      from: { path: '^subgraphs/', pathNot: `${test}|^subgraphs/(?!kit/)[^/]+/features\\.ts$` },
      to: { path: '\\.feature\\.ts$', pathNot: '^subgraphs/kit/vault/' },
    }),
    forbid('arrows-run-one-way', 'main → features → what they use → kit.', {
      from: { path: '^subgraphs/(?!kit/)[^/]+/[^/]+/', pathNot: test },
      to: { path: '^subgraphs/[^/]+/(features|main)\\.ts$|^subgraphs/kit/(assembly|run)\\.ts$' },
    }),
    forbid('only-main-constructs', 'Servers, queues and connections are made in one place and handed down.', {
      from: { path: '^subgraphs/(?!kit/)[^/]+/', pathNot: `${test}|^subgraphs/[^/]+/main\\.ts$` },
      to: { path: `${constructed}|^subgraphs/[^/]+/main\\.ts$` },
    }),
    forbid('draw-engine-through-its-index', 'The draw is two rooms: the procedure, and an engine behind one file.', {
      from: { path: '^(subgraphs|gateway|scripts|tests)/', pathNot: '^subgraphs/pmo/draw/engine/' },
      to: { path: '^subgraphs/pmo/draw/engine/', pathNot: '^subgraphs/pmo/draw/engine/index\\.ts$' },
    }),
    forbid('draw-engine-knows-the-kit-only', 'The engine hashes and copies; what is drawn is decided outside of it.', {
      from: { path: '^subgraphs/pmo/draw/engine/', pathNot: test },
      to: { path: '^subgraphs/(?!kit/|pmo/draw/engine/)' },
    }),
    forbid('only-env-reads-the-environment', 'process.env itself is kept by Biome (noProcessEnv).', {
      from: { path: '^(gateway|subgraphs|schema|scripts)/', pathNot: `/env\\.ts$|${test}` },
      to: { path: '^(node:)?process$' },
    }),
    forbid('nothing-imports-tests', 'What runs in production does not depend on what proves it.', {
      from: { pathNot: `^tests/|${test}` },
      to: { path: `^tests/|${test}` },
    }),
    forbid('product-needs-no-development-package', 'The image installs dependencies only.', {
      from: { path: '^(gateway|subgraphs|schema|scripts/(graph|postgres|seed|stack))/', pathNot: test },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '(^|/)node_modules/@types/' },
    }),
    forbid('no-cycle', 'Only GraphQL types may name each other in a circle.', {
      from: {},
      to: { circular: true, via: { pathNot: '\\.type\\.ts$' } },
    }),
    forbid('no-unknown-import', 'An import must lead to a file or an installed package.', {
      from: { pathNot: '^scripts/bench/' },
      // In this repository the kit's name leads to its source, by scripts/loader.mjs and tsconfig.json.
      to: { couldNotResolve: true, pathNot: '^@prakerja/subgraph-kit(/testing)?$' },
    }),
  ],
  options: {
    // TypeScript 7 has no JavaScript API for dependency-cruiser to parse with.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.data|scripts/partner/templates)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json'],
    },
  },
};
