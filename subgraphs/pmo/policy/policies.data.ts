import type { Policy } from './policy.ts';
import { version2020A } from './version-2020-a.data.ts';
import { version2020B } from './version-2020-b.data.ts';
import { version2023 } from './version-2023.data.ts';

/** Oldest first, without a gap between them. */
export const policies: readonly Policy[] = [version2020A, version2020B, version2023];

/**
 * The first waves that our sources, or the press, let us date: who states no wave is judged by the last of them.
 * Wave 4 opened on 8 August 2020 (VIVA, 7 August 2020); the day of wave 18 is assumed.
 */
export const datedWaves: readonly { from: string; wave: number }[] = [
  { from: '2020-04-11', wave: 1 },
  { from: '2020-08-08', wave: 4 },
  { from: '2021-08-26', wave: 18 },
];
