import 'reflect-metadata';
import { readEnv } from '../kit/env.ts';
import { runSubgraph } from '../kit/run.ts';
import { Pseudonyms } from './alumnus/pseudonyms.ts';
import { consentHandlers } from './consent/consent.events.ts';
import { createContext } from './context.ts';
import { jobsEnv } from './env.ts';
import { migrations } from './migrations/index.ts';
import { profileHandlers } from './profile/profile.events.ts';
import { jobs } from './schema.ts';

const env = readEnv('jobs', jobsEnv);
const pseudonyms = new Pseudonyms(env.PSEUDONYM_KEY);

await runSubgraph({
  name: 'jobs',
  env,
  subgraph: jobs,
  entities: [],
  migrations,
  wire: ({ database, now }) => ({
    contextOf: createContext({ database, pseudonyms, now }),
    handlers: [...profileHandlers, ...consentHandlers],
  }),
});
