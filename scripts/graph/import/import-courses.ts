import { courses } from './courses.ts';
import { importCommand } from './import-command.ts';

export const command = importCommand(courses, {
  role: 'platform',
  whole: 'catalogue',
  guide: 'docs/partners/publish-a-catalogue.md',
});
