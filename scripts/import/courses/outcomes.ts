import { type Note, textOf, type Values } from '../reader.ts';
import { levelOf } from './choices.ts';
import type { Outcome } from './course-input.ts';

interface RawOutcome {
  skill: string;
  level: string;
}

const MOST_SKILLS = 20;
/** The level of a skill of which none is stated. */
const UNSTATED = 'BASIC';

const ofText = (text: string): RawOutcome[] =>
  text
    .split(/[;,\n]/)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [skill = '', ...level] = part.split(':');
      return { skill: skill.trim(), level: level.join(':').trim() };
    });

const ofList = (list: readonly unknown[]): RawOutcome[] =>
  list.map((item) => {
    if (typeof item === 'string') return ofText(item)[0] ?? { skill: '', level: '' };
    const { skill, code, level } = Object(item) as Record<string, unknown>;
    return { skill: textOf(skill ?? code), level: textOf(level) };
  });

const ofColumns = (values: Values): RawOutcome[] =>
  Array.from({ length: MOST_SKILLS }, (_, index) => ({
    skill: textOf(values.get(`skill${index + 1}_code`)),
    level: textOf(values.get(`skill${index + 1}_level`)),
  })).filter(({ skill, level }) => skill !== '' || level !== '');

const rawOutcomes = (values: Values): RawOutcome[] => {
  const value = values.get('outcomes');
  if (Array.isArray(value)) return ofList(value);
  const text = textOf(value);
  return text === '' ? ofColumns(values) : ofText(text);
};

/** Skills of a course with their levels; BASIC where none is stated. */
export const readOutcomes = (values: Values, note: Note): Outcome[] =>
  rawOutcomes(values).map(({ skill, level: text }, index) => {
    const level = levelOf(text || UNSTATED);
    if (skill === '') note('SKILL_UNREADABLE', 'outcomes', index);
    else if (!level) note('LEVEL_UNKNOWN', 'outcomes', index, 'level');
    return { skill, level: level ?? UNSTATED };
  });
