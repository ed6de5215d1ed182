export interface BenchQuery {
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The most CPU that ours may spend, as a part of the reference's. */
  readonly cpuGoal: number;
}

/** 24 participants, five entity hops deep, beside a second root field; tens of kB. */
const heavy: BenchQuery = {
  name: 'heavy',
  cpuGoal: 0.2,
  query: `
    query Heavy {
      participants {
        ...ParticipantFields
        enrollments {
          id
          status
          certificate { id number issuedOn }
          course {
            ...CourseFields
            vacancies {
              ...VacancyFields
              region {
                ...RegionFields
                institutions { id name courses { id title price } }
              }
            }
          }
        }
      }
      courses {
        ...CourseFields
        institution { id name }
        vacancies { ...VacancyFields region { ...RegionFields } }
      }
    }
    fragment ParticipantFields on Participant { id name status wave trainingBalance region { ...RegionFields } }
    fragment CourseFields on Course { id title hours price }
    fragment VacancyFields on Vacancy { id title wage }
    fragment RegionFields on Region { code name level }`,
};

const small: BenchQuery = {
  name: 'small',
  cpuGoal: 0.2,
  query: 'query Small($id: ID!) { participant(id: $id) { id name status trainingBalance } }',
  variables: { id: 'p7' },
};

export const benchQueries = [heavy, small];

/** The body of the HTTP request for a query. */
export const bodyOf = ({ query, variables }: BenchQuery) => JSON.stringify({ query, variables });
