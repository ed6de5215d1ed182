import 'reflect-metadata';
import { readEnv, subgraphEnv } from '../kit/env.ts';
import { runSubgraph } from '../kit/run.ts';
import { createContext } from './context.ts';
import { migrations } from './migrations/index.ts';
import { training } from './schema.ts';

await runSubgraph({
  name: 'training',
  env: readEnv('training', subgraphEnv),
  subgraph: training,
  entities: [],
  migrations,
  wire: ({ database }) => ({ contextOf: createContext({ database }) }),
});
