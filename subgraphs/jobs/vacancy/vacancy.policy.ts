import { VacancyStatus } from './vacancy.status.ts';

/** Shown to anyone. */
export const isOpen = ({ status }: { status: VacancyStatus }): boolean => status === VacancyStatus.OPEN;

/** Has been public: what refers to the vacancy, such as an application, may still name it. */
export const wasPosted = ({ status }: { status: VacancyStatus }): boolean => status !== VacancyStatus.DRAFT;
