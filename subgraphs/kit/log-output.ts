import { pino } from 'pino';

/** Lines that wait for a disk with room; further ones are lost. */
const MOST_WAITING = 4 * 1024 * 1024;

/**
 * Standard output for a log. A disk that is full costs lines, and neither the service nor its end: without a listener the
 * error would end the process, and the last flush would try for ever.
 */
export const openLogOutput = ({ sync }: { sync: boolean }) => {
  const output = pino.destination({ dest: 1, sync, maxLength: MOST_WAITING });
  const flushSync = output.flushSync.bind(output);
  let isBroken = false;
  output.on('error', () => {
    isBroken = true;
  });
  output.on('write', () => {
    isBroken = false;
  });
  output.flushSync = () => {
    if (!isBroken) flushSync();
  };
  return output;
};
