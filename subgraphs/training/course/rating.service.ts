import { execute, type Transaction } from '../../kit/database.ts';

/** Ratings that a course has got, or the difference that a changed one makes. */
export interface RatingChange {
  /** How many more. */
  count: number;
  /** How many stars more; negative where a rating became worse. */
  sum: number;
}

const ADD = 'update course set rating_count = rating_count + $2, rating_sum = rating_sum + $3 where id = $1';

/** Adds ratings to those of a course. */
export const addRating = async (tx: Transaction, courseId: string, { count, sum }: RatingChange): Promise<void> => {
  await execute(tx, ADD, [courseId, count, sum]);
};
