const base = require('/work/wt/core/.dependency-cruiser.cjs');
const packages = (...names) => `(^|/)node_modules/(${names.join('|')})/|^(${names.join('|')})(/|$)`;
module.exports = {
  ...base,
  forbidden: [
    {
      name: 'reach',
      severity: 'error',
      from: { path: '^subgraphs/(?!kit/).+\\.(service|policy|entity|status|events|statement)\\.ts$' },
      to: { path: packages('type-graphql', '@apollo/[^/]+', '@as-integrations/[^/]+', 'graphql'), reachable: true },
    },
  ],
};
