import { declareMutation } from '../../kit/mutation.ts';
import { refusals } from './expectation.refusal.ts';
import { MOST_DOCUMENT_BYTES, MOST_EXPECTATIONS } from './expectation.service.ts';
import { ExpectationType } from './expectation.type.ts';

const payload = { field: 'expectation', type: () => ExpectationType };

export const addExpectation = declareMutation({
  name: 'addExpectation',
  does: "Adds an operation that your organisation relies on: another organisation's revision that breaks it is refused and names it.",
  takes: 'the scope `subgraph:publish`',
  refusals: [
    refusals.mayNotAdd(),
    refusals.title(),
    refusals.titleTaken(),
    refusals.document(MOST_DOCUMENT_BYTES),
    refusals.tooMany(MOST_EXPECTATIONS),
  ],
  isKeyed: true,
  weight: 100,
  payload: {
    ...payload,
    description: 'The expectation, or why there is none.',
    fieldDescription: 'The expectation.',
  },
});

export const removeExpectation = declareMutation({
  name: 'removeExpectation',
  does: 'Removes an expectation of your organisation; officers remove any.',
  takes: 'the scope `subgraph:publish`',
  refusals: [refusals.mayNotAdd(), refusals.unknown()],
  weight: 50,
  payload: {
    ...payload,
    description: 'The expectation, or why it was not removed.',
    fieldDescription: 'The expectation, removed.',
  },
});
