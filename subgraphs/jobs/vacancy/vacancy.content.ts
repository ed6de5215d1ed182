import { createHash } from 'node:crypto';
import type { SkillLevel } from '../skill/index.ts';
import type { EmploymentType, WorkAccessibility } from './vacancy.kind.ts';

/** A skill that a vacancy asks for. */
export interface Requirement {
  /** Code of the skill. */
  skill: string;
  level: SkillLevel;
  /** How much it matters: 1 to 5. */
  weight: number;
}

/** What a portal states of a vacancy. Rupiah are numbers: JSON has no bigint. */
export interface VacancyContent {
  employer: string;
  title: string;
  description: string;
  occupation: string;
  type: EmploymentType;
  region: string | null;
  isRemote: boolean;
  monthlySalaryFrom: number | null;
  monthlySalaryTo: number | null;
  requirements: Requirement[];
  accessibility: WorkAccessibility[];
  openings: number;
  openUntil: string;
  applyUrl: string | null;
}

/** SHA-256 of a content, as hex: the same content has the same hash, in whatever order its skills were sent. */
export const contentHash = (content: VacancyContent): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');
