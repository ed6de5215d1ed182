const WIDTH = 30;

/**
 * Shows how far long work is: a bar that redraws itself on a terminal, a line every tenth otherwise.
 * @returns a function that takes what is done so far
 */
export const progressBar = (label: string, total: number, out: NodeJS.WriteStream = process.stderr) => {
  const startedMs = performance.now();
  let lastTenth = 0;
  return (done: number): void => {
    const part = total === 0 ? 1 : done / total;
    const perSecond = Math.round(done / Math.max(0.001, (performance.now() - startedMs) / 1_000));
    const numbers = `${done.toLocaleString('en')} of ${total.toLocaleString('en')}, ${perSecond.toLocaleString('en')}/s`;
    if (out.isTTY) {
      const bar = '█'.repeat(Math.round(part * WIDTH)).padEnd(WIDTH, '░');
      out.write(`\r${label} ${bar} ${numbers}${done >= total ? '\n' : ''}`);
      return;
    }
    const tenth = Math.floor(part * 10);
    if (tenth > lastTenth) out.write(`${label}: ${tenth * 10} % (${numbers})\n`);
    lastTenth = Math.max(tenth, lastTenth);
  };
};
