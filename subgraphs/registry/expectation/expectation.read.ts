import type { KeptDocument } from '../../../schema/registry/revision.ts';
import type { Database } from '../../kit/database.ts';
import { queriesOver } from '../../kit/query.ts';
import { ExpectationEntity } from './expectation.entity.ts';

const query = queriesOver(ExpectationEntity);

const HELD = query()('expectation-held', (db) =>
  db
    .selectFrom('expectation')
    .select(['organization', 'title', 'document', 'shape'])
    .where('removedAt', 'is', null)
    .orderBy('id'),
);

/** Returns all that organisations rely on. */
export const readExpectations = async (database: Database): Promise<KeptDocument[]> =>
  (await database.read(HELD, {})).map(({ organization, title, document, shape }) => ({
    organization,
    name: title,
    text: document,
    shape,
  }));
