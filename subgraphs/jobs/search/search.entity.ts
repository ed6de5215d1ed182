import { defineEntity, p } from '@mikro-orm/core';

/** A word of a title or of an employer's name: what a mistyped word may have meant. Triggers on `vacancy` add it. */
export const VacancyWordEntity = defineEntity({
  name: 'VacancyWord',
  tableName: 'vacancy_word',
  properties: {
    id: p.uuid().primary().defaultRaw('uuidv7()'),
    word: p.text(),
  },
});
