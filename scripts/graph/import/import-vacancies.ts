import { importCommand } from './import-command.ts';
import { vacancies } from './vacancies.ts';

export const command = importCommand(vacancies, {
  role: 'portal',
  whole: 'list of vacancies',
  guide: 'docs/partners/publish-vacancies.md',
});
