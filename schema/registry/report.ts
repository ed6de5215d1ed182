import { type Finding, isRefused, type Severity } from './finding.ts';

const words: Record<Severity, [one: string, many: string]> = {
  ERROR: ['error', 'errors'],
  WARNING: ['warning', 'warnings'],
  INFO: ['note', 'notes'],
};

const labels: Record<Severity, string> = { ERROR: 'error', WARNING: 'warning', INFO: 'note' };

/** One finding for a person: the place, what is wrong, whose it is and how to go on. */
const paragraph = (file: string, { severity, rule, code, message, owner, line, column, howToAsk }: Finding): string => {
  const ownedBy = owner === undefined ? '' : `, owner ${owner}`;
  const lines = [`${file}:${line}:${column} ${labels[severity]} ${code} (rule ${rule}${ownedBy})`, `  ${message}.`];
  return [...lines, ...(howToAsk ? [`  ${howToAsk}`] : [])].join('\n').replaceAll('..\n', '.\n').replace(/\.\.$/, '.');
};

const counted = (findings: readonly Finding[]): string => {
  const parts = (['ERROR', 'WARNING', 'INFO'] as const).flatMap((severity) => {
    const count = findings.filter((each) => each.severity === severity).length;
    return count === 0 ? [] : [`${count} ${words[severity][count === 1 ? 0 : 1]}`];
  });
  return parts.join(', ') || 'nothing to say';
};

/** What a person reads of a check, with its last line as the verdict. */
export const reportText = (file: string, findings: readonly Finding[]): string => {
  const verdict = isRefused(findings) ? 'refused' : 'accepted';
  return `${[...findings.map((each) => paragraph(file, each)), `${file}: ${verdict}: ${counted(findings)}`].join('\n')}\n`;
};

/** The same for a program: one JSON document. */
export const reportJson = (file: string, findings: readonly Finding[]): string =>
  `${JSON.stringify({ file, isAccepted: !isRefused(findings), findings }, null, 2)}\n`;
