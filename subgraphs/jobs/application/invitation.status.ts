import { transitionsOf } from '../../kit/status.ts';

/** As it is stored; one that nobody answered has lapsed when its time is over. */
export enum StoredInvitationStatus {
  SENT = 'SENT',
  ACCEPTED = 'ACCEPTED',
  DECLINED = 'DECLINED',
}

/** As it is shown: to the person as it is, to the portal one that was declined like one that nobody answered. */
export enum InvitationStatus {
  SENT = 'SENT',
  ACCEPTED = 'ACCEPTED',
  DECLINED = 'DECLINED',
  LAPSED = 'LAPSED',
}

export const transition = transitionsOf<InvitationStatus>('invitation', {
  SENT: ['ACCEPTED', 'DECLINED'],
  ACCEPTED: [],
  DECLINED: [],
  LAPSED: [],
});
