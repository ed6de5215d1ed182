export const statuses = [
  'SUBMITTED',
  'UNCHECKED',
  'CHECKED',
  'HALF_APPROVED',
  'APPROVED',
  'DECLINED',
  'WITHDRAWN',
] as const;

export type Status = (typeof statuses)[number];

/** The status after each status. The database keeps the same table (`kur_move`). */
export const moves: Readonly<Record<Status, readonly Status[]>> = {
  SUBMITTED: ['CHECKED', 'UNCHECKED', 'WITHDRAWN'],
  UNCHECKED: ['SUBMITTED', 'DECLINED', 'WITHDRAWN'],
  CHECKED: ['SUBMITTED', 'HALF_APPROVED', 'APPROVED', 'DECLINED', 'WITHDRAWN'],
  HALF_APPROVED: ['SUBMITTED', 'APPROVED', 'DECLINED', 'WITHDRAWN'],
  APPROVED: [],
  DECLINED: [],
  WITHDRAWN: [],
};

export const mayMove = (from: Status, to: Status): boolean => moves[from].includes(to);

/** The statuses of an application that is not decided yet. */
export const openStatuses: readonly Status[] = statuses.filter((status) => moves[status].length > 0);

export const isOpen = (status: Status): boolean => moves[status].length > 0;
