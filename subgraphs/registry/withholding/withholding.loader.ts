import type { Finding } from '../../../schema/registry/finding.ts';
import type { Kit } from '../../kit/feature.ts';
import { byKey } from '../../kit/loader.ts';
import { LAST_WITHHELD } from './withholding.statement.ts';

export const withholdingLoaders = ({ database }: Pick<Kit, 'database'>) => ({
  withholding: byKey(
    async (ids: string[]) =>
      (await database.rows(LAST_WITHHELD, [ids])).map((row) => ({ ...row, findings: row.findings as Finding[] })),
    ({ revisionId }) => revisionId,
  ),
});

export type WithholdingLoaders = ReturnType<typeof withholdingLoaders>;
