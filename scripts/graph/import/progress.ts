import type { Counts } from './state.ts';

const EVERY_MS = 500;

/** How many records were looked at. */
export const totalOf = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

const number = (value: number) => value.toLocaleString('en');

/** Shows how far an import is: a line that is rewritten on a terminal, otherwise one for every tenth of the file. */
export const importProgress = (noun: string, out: NodeJS.WriteStream = process.stderr) => {
  const startedMs = performance.now();
  let lastTenth = 0;
  let lastMs = 0;
  return (part: number, counts: Counts): void => {
    const nowMs = performance.now();
    const total = totalOf(counts);
    const perSecond = Math.round(total / Math.max(0.001, (nowMs - startedMs) / 1_000));
    const text = `${Math.floor(Math.min(1, part) * 100)} % of the file, ${number(total)} ${noun}, ${number(perSecond)}/s, ${number(counts.REJECTED ?? 0)} rejected`;
    if (out.isTTY) {
      if (nowMs - lastMs < EVERY_MS && part < 1) return;
      lastMs = nowMs;
      out.write(`\r${text}${part >= 1 ? '\n' : ''}`);
      return;
    }
    const tenth = Math.floor(part * 10);
    if (tenth > lastTenth) out.write(`import-${noun}: ${text}\n`);
    lastTenth = Math.max(tenth, lastTenth);
  };
};
