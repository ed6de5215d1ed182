import { nameOf } from '../columns.ts';
import { namesOf } from '../words.ts';

const modes = namesOf({
  ONLINE: ['daring', 'webinar', 'onlineclass', 'jarakjauh', 'kelasdaring'],
  OFFLINE: ['luring', 'tatapmuka', 'inclass', 'facetoface', 'kelasluring', 'onsite'],
  HYBRID: ['campuran', 'blended', 'hibrida', 'hibrid', 'blendedlearning', 'bauran'],
});

const levels = namesOf({
  BASIC: ['dasar', 'pemula', 'beginner', 'basic', '1'],
  INTERMEDIATE: ['menengah', 'madya', 'medium', '2'],
  ADVANCED: ['lanjut', 'lanjutan', 'mahir', 'ahli', 'expert', '3'],
});

const needs = namesOf({
  WHEELCHAIR: ['kursiroda', 'aksesibelkursiroda'],
  SIGN_LANGUAGE: ['bahasaisyarat', 'isyarat'],
  CAPTIONS: ['takarir', 'subtitle', 'subtitles', 'teks', 'caption'],
  SCREEN_READER: ['pembacalayar', 'screenreader'],
});

const languages = namesOf({
  id: ['indonesia', 'bahasaindonesia', 'indonesian', 'ind'],
  en: ['inggris', 'bahasainggris', 'english', 'eng'],
});

/** ONLINE, OFFLINE or HYBRID, also in Indonesian. */
export const modeOf = (text: string): string | undefined => modes.get(nameOf(text));

/** BASIC, INTERMEDIATE or ADVANCED, also in Indonesian. */
export const levelOf = (text: string): string | undefined => levels.get(nameOf(text));

/** A need that a course serves, also in Indonesian. */
export const needOf = (text: string): string | undefined => needs.get(nameOf(text));

/** The tag of a language that is named; any other text as it is. */
export const languageOf = (text: string): string => languages.get(nameOf(text)) ?? text.trim();
