import { declareMutation } from '../../kit/mutation.ts';
import { PublisherKeyType } from '../key/key.type.ts';
import { refusals } from './conformance.refusal.ts';
import { MOST_RUNS } from './conformance.service.ts';
import { ConformanceRunType } from './conformance.type.ts';

const takes = 'the scope `subgraph:publish`';
const DAYS = 30;

export const requestConformanceRun = declareMutation({
  name: 'requestConformanceRun',
  does: "Asks the graph's own runner to ask the subgraph at a revision's address what every conformance rule wants to know. It is asked under load for some seconds. A revision of another organisation than the graph's own goes live only after a run that passed.",
  takes,
  refusals: [
    refusals.mayNotRequest(),
    refusals.revisionUnknown(),
    refusals.revisionEnded(),
    refusals.samples(),
    refusals.runOpen(),
    refusals.limit(MOST_RUNS),
  ],
  weight: 100,
  payload: {
    field: 'run',
    type: () => ConformanceRunType,
    description: 'The run, or why there is none.',
    fieldDescription: 'The run, REQUESTED.',
  },
});

export const activateProductionKey = declareMutation({
  name: 'activateProductionKey',
  does: "Opens production to an approved key of your own organisation: what it signs may go live. It takes your organisation's last conformance run, which must have passed every rule. A key that has production keeps it.",
  takes,
  refusals: [
    refusals.mayNotRequest(),
    refusals.keyUnknown(),
    refusals.keyUnfit(),
    refusals.runMissing(DAYS),
    refusals.ruleFailed('entity-order'),
  ],
  weight: 50,
  payload: {
    field: 'key',
    type: () => PublisherKeyType,
    description: 'The key, or why it stays a sandbox key.',
    fieldDescription: 'The key, whose environment is PRODUCTION.',
  },
});
