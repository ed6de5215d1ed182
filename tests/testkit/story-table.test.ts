import { expect, test } from 'vitest';
import { storyTable } from './story-table.ts';

test('columns are as wide as their widest cell, numbers stand to the right, and no line ends in a blank', () => {
  const rows = [
    ['account', 'people', 'of whom'],
    ['TRAINING_BALANCE', 1_000, 'all'],
    ['UNALLOCATED', 0, null],
    ['LAST'],
  ];
  expect(storyTable(rows, { right: [1] })).toBe(
    ['account           people  of whom', 'TRAINING_BALANCE    1000  all', 'UNALLOCATED            0', 'LAST'].join(
      '\n',
    ),
  );
});
