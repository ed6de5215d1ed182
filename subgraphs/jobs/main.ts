import 'reflect-metadata';
import { readEnv, subgraphEnv } from '../kit/env.ts';
import { runSubgraph } from '../kit/run.ts';
import { createContext } from './context.ts';
import { migrations } from './migrations/index.ts';
import { profileHandlers } from './profile/profile.events.ts';
import { jobs } from './schema.ts';

await runSubgraph({
  name: 'jobs',
  env: readEnv('jobs', subgraphEnv),
  subgraph: jobs,
  entities: [],
  migrations,
  wire: ({ database }) => ({ contextOf: createContext({ database }), handlers: profileHandlers }),
});
