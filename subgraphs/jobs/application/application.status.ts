import { transitionsOf } from '../../kit/status.ts';

export enum ApplicationStatus {
  SUBMITTED = 'SUBMITTED',
  IN_REVIEW = 'IN_REVIEW',
  INTERVIEW = 'INTERVIEW',
  OFFERED = 'OFFERED',
  HIRED = 'HIRED',
  REJECTED = 'REJECTED',
  WITHDRAWN = 'WITHDRAWN',
}

/** How far an application comes. The person withdraws it; the portal moves it on, and says HIRED by a placement. */
export const transition = transitionsOf<ApplicationStatus>('application', {
  SUBMITTED: ['IN_REVIEW', 'INTERVIEW', 'OFFERED', 'HIRED', 'REJECTED', 'WITHDRAWN'],
  IN_REVIEW: ['INTERVIEW', 'OFFERED', 'HIRED', 'REJECTED', 'WITHDRAWN'],
  INTERVIEW: ['OFFERED', 'HIRED', 'REJECTED', 'WITHDRAWN'],
  OFFERED: ['HIRED', 'REJECTED', 'WITHDRAWN'],
  HIRED: [],
  REJECTED: [],
  WITHDRAWN: [],
});

/** What a portal makes of an application; HIRED comes by a placement. */
export enum ApplicationStep {
  IN_REVIEW = 'IN_REVIEW',
  INTERVIEW = 'INTERVIEW',
  OFFERED = 'OFFERED',
  REJECTED = 'REJECTED',
}
