import { Identity } from './001-identity.ts';
import { Organizations } from './002-organizations.ts';
import { Accounts } from './003-accounts.ts';
import { Suspensions } from './004-suspensions.ts';
import { Budgets } from './005-budgets.ts';
import { Assessors } from './006-assessors.ts';
import { Developers } from './007-developers.ts';
import { IndexRotation } from './008-index-rotation.ts';

export const migrations = [
  { name: '001-identity', class: Identity },
  { name: '002-organizations', class: Organizations },
  { name: '003-accounts', class: Accounts },
  { name: '004-suspensions', class: Suspensions },
  { name: '005-budgets', class: Budgets },
  { name: '006-assessors', class: Assessors },
  { name: '007-developers', class: Developers },
  { name: '008-index-rotation', class: IndexRotation },
];
