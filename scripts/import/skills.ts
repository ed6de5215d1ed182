import type { ColumnNames, NumberedColumn } from './columns.ts';
import { type Note, textOf, type Values } from './reader.ts';
import { choicesOf } from './words.ts';

/** A skill of a record: its code, its level, and whatever stands behind them. */
export interface ReadSkill {
  skill: string;
  level: string;
  /** How much it matters, as the file has it; empty where it says nothing. */
  weight: string;
}

const MOST = 20;
/** The level of a skill of which none is stated. */
const UNSTATED = 'BASIC';

const levelOf = choicesOf({
  BASIC: ['dasar', 'pemula', 'beginner', 'basic', '1'],
  INTERMEDIATE: ['menengah', 'madya', 'medium', '2'],
  ADVANCED: ['lanjut', 'lanjutan', 'mahir', 'ahli', 'expert', '3'],
});

const nouns = ['skill', 'keterampilan', 'kompetensi', 'outcome', 'keahlian', 'capaian'];

const parts = {
  level: ['level', 'tingkat', 'jenjang'],
  weight: ['weight', 'bobot'],
  code: ['code', 'kode', 'id', 'skill', ''],
} as const;

/** Columns of single skills, such as `Keterampilan 1 Tingkat`; they stand for a list of what is sent. */
export const skillColumns = (list: string, ...names: (keyof typeof parts)[]): ColumnNames['numbered'] =>
  names.map((part): NumberedColumn => {
    const member = part === 'code' ? 'skill' : part;
    return { noun: 'skill', list, nouns, most: MOST, part, member, words: parts[part] };
  });

const ofText = (text: string): ReadSkill[] =>
  text
    .split(/[;,\n]/)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [skill = '', level = '', ...weight] = part.split(':').map((word) => word.trim());
      return { skill, level, weight: weight.join(':') };
    });

const ofList = (list: readonly unknown[]): ReadSkill[] =>
  list.map((item) => {
    if (typeof item === 'string') return ofText(item)[0] ?? { skill: '', level: '', weight: '' };
    const { skill, code, level, weight } = Object(item) as Record<string, unknown>;
    return { skill: textOf(skill ?? code), level: textOf(level), weight: textOf(weight) };
  });

const ofColumns = (values: Values): ReadSkill[] =>
  Array.from({ length: MOST }, (_, index) => ({
    skill: textOf(values.get(`skill${index + 1}_code`)),
    level: textOf(values.get(`skill${index + 1}_level`)),
    weight: textOf(values.get(`skill${index + 1}_weight`)),
  })).filter(({ skill, level }) => skill !== '' || level !== '');

const rawSkills = (values: Values, field: string): ReadSkill[] => {
  const value = values.get(field);
  if (Array.isArray(value)) return ofList(value);
  const text = textOf(value);
  return text === '' ? ofColumns(values) : ofText(text);
};

/** Skills of a record with their levels; BASIC where none is stated. */
export const readSkills = (values: Values, field: string, note: Note): ReadSkill[] =>
  rawSkills(values, field).map(({ skill, level: text, weight }, index) => {
    const level = levelOf(text || UNSTATED);
    if (skill === '') note('SKILL_UNREADABLE', field, index);
    else if (!level) note('LEVEL_UNKNOWN', field, index, 'level');
    return { skill, level: level ?? UNSTATED, weight };
  });
