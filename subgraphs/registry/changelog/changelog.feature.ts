import { defineFeature, type Kit } from '../../kit/feature.ts';
import { changelogDocuments } from './changelog.documents.ts';

export const changelog = defineFeature({
  name: 'changelog',
  serves: ({ database }: Pick<Kit, 'database'>) => changelogDocuments(database),
});
