// Written by "npm run schema" from schema/operations and the supergraph.
export interface Operations {
  'alumni-by-skill': {
    data: {
      alumniBySkill: {
        nodes: readonly ({
          pseudonym: string;
          matchingSkills: readonly ({
            code: string;
            name: string;
          })[] | null;
          region: {
            code: string;
            name: string;
          } | null;
        })[];
        pageInfo: {
          hasNextPage: boolean;
          endCursor: string | null;
        };
      };
    };
    variables: {
      skills: readonly (string)[];
      region?: string | null;
      first: number;
      after?: string | null;
    };
  };
  'announce-wave': {
    data: {
      announceWave: {
        wave: {
          number: number;
          status: 'PLANNED' | 'OPEN' | 'CLOSED' | 'SCREENED' | 'DRAWN' | 'ANNOUNCED' | 'SETTLED';
          announcedAt: string | null;
          purchaseDeadline: string | null;
        } | null;
        refusal: {
          code: string;
          message: string;
          path: readonly (string)[];
        } | null;
      };
    };
    variables: {
      number: number;
    };
  };
  'confirm-verification-code': {
    data: {
      confirmVerificationCode: {
        participant: {
          status: 'REGISTERED' | 'VERIFIED' | 'APPLICANT' | 'RECIPIENT' | 'ACTIVE' | 'ALUMNI' | 'REVOKED' | 'BARRED';
        } | null;
        refusal: {
          code: string;
          message: string;
          path: readonly (string)[];
        } | null;
      };
    };
    variables: {
      channel: 'PHONE' | 'EMAIL';
      code: string;
    };
  };
  'correct-registration': {
    data: {
      correctRegistration: {
        participant: {
          id: string;
          status: 'REGISTERED' | 'VERIFIED' | 'APPLICANT' | 'RECIPIENT' | 'ACTIVE' | 'ALUMNI' | 'REVOKED' | 'BARRED';
          version: number;
          revisions: {
            nodes: readonly ({
              version: number;
              changedAt: string;
              changedBy: 'SELF' | 'OFFICER';
              reason: string;
              fields: readonly (string)[];
            })[];
          } | null;
        } | null;
        refusal: {
          code: string;
          message: string;
          path: readonly (string)[];
        } | null;
      };
    };
    variables: {
      key: string;
      input: {
        participantId?: string | null;
        expectedVersion: number;
        reason: string;
        nik?: string | null;
        kk?: string | null;
        birthDate?: string | null;
        name?: string | null;
        phone?: string | null;
        email?: string | null;
        region?: string | null;
        education?: 'NONE' | 'PRIMARY' | 'JUNIOR_SECONDARY' | 'SENIOR_SECONDARY' | 'VOCATIONAL' | 'DIPLOMA' | 'BACHELOR' | 'POSTGRADUATE' | null;
        workStatus?: 'JOB_SEEKER' | 'LAID_OFF' | 'FURLOUGHED' | 'WORKER' | 'ENTREPRENEUR' | null;
        occupation?: 'NONE' | 'STATE_OFFICIAL' | 'LEGISLATOR' | 'CIVIL_SERVANT' | 'MILITARY' | 'POLICE' | 'VILLAGE_OFFICIAL' | 'STATE_COMPANY_EXECUTIVE' | null;
        isInFormalEducation?: boolean | null;
        motivation?: string | null;
        interests?: readonly (string)[] | null;
      };
    };
  };
  'courses-by-skill': {
    data: {
      skill: {
        code: string;
        name: string;
        nameId: string;
        courses: {
          nodes: readonly ({
            id: string;
            title: string;
            price: number;
            durationHours: number;
            mode: 'ONLINE' | 'OFFLINE' | 'HYBRID';
            ratingAverage: number | null;
            platform: {
              name: string;
            };
            institution: {
              name: string;
              region: {
                name: string;
              } | null;
            };
          })[];
          pageInfo: {
            hasNextPage: boolean;
            endCursor: string | null;
          };
        } | null;
        vacancies: {
          nodes: readonly ({
            title: string;
            employer: {
              name: string;
            };
            region: {
              name: string;
            } | null;
          })[];
        } | null;
      } | null;
    };
    variables: {
      skill?: string;
      first?: number | null;
      after?: string | null;
    };
  };
  'grant-consent': {
    data: {
      grantConsent: {
        consent: {
          id: string;
          portalId: string | null;
          purpose: 'JOB_MATCHING' | 'INVITATION' | 'STATISTICS';
          status: 'GRANTED' | 'WITHDRAWN' | 'EXPIRED';
          until: string;
        } | null;
        refusal: {
          code: string;
          message: string;
          path: readonly (string)[];
        } | null;
      };
    };
    variables: {
      input: {
        portalId?: string | null;
        allPortals?: boolean;
        purpose: 'JOB_MATCHING' | 'INVITATION' | 'STATISTICS';
        until?: string | null;
      };
      key: string;
    };
  };
  'join-wave': {
    data: {
      joinWave: {
        registration: {
          status: 'JOINED' | 'ELIGIBLE' | 'INELIGIBLE' | 'SELECTED' | 'NOT_SELECTED';
          joinedAt: string;
          entryId: string;
          wave: {
            number: number;
            closesAt: string | null;
          };
        } | null;
        reasons: readonly ({
          code: string;
          article: string;
          text: string;
        })[] | null;
        refusal: {
          code: string;
          message: string;
          path: readonly (string)[];
        } | null;
      };
    };
    variables: {
      number: number;
      key: string;
    };
  };
  'participant-journey': {
    data: {
      participant: {
        id: string;
        name: string;
        status: 'REGISTERED' | 'VERIFIED' | 'APPLICANT' | 'RECIPIENT' | 'ACTIVE' | 'ALUMNI' | 'REVOKED' | 'BARRED';
        workStatus: 'JOB_SEEKER' | 'LAID_OFF' | 'FURLOUGHED' | 'WORKER' | 'ENTREPRENEUR';
        registeredAt: string;
        region: {
          name: string;
          parent: {
            name: string;
          } | null;
        } | null;
        interests: readonly ({
          name: string;
        })[];
        enrollments: {
          nodes: readonly ({
            id: string;
            status: 'RESERVED' | 'PAID' | 'REDEEMED' | 'ATTENDING' | 'COMPLETED' | 'CERTIFIED' | 'RELEASED' | 'VOIDED' | 'CANCELLED' | 'FAILED' | 'EXPIRED';
            price: number;
            completedAt: string | null;
            course: {
              title: string;
              durationHours: number;
              platform: {
                name: string;
              };
              institution: {
                name: string;
              };
            };
          })[];
        } | null;
        certificates: {
          nodes: readonly ({
            id: string;
            issuedAt: string;
            score: number;
            skills: readonly ({
              name: string;
            })[] | null;
          })[];
        } | null;
        trainingBalance: {
          granted: number;
          spent: number;
          available: number;
          expiresOn: string;
        } | null;
        disbursements: {
          nodes: readonly ({
            entitlement: 'INCENTIVE' | 'SURVEY';
            instalment: number;
            amount: number;
            status: 'DUE' | 'CHECKED' | 'BATCHED' | 'APPROVED' | 'SENT' | 'SETTLED' | 'REJECTED' | 'UNKNOWN' | 'SUSPECT' | 'RETURNED';
            settledAt: string | null;
          })[];
        } | null;
        wallet: {
          partner: {
            name: string;
          };
          maskedNumber: string;
        } | null;
        alumniOffers: {
          access: 'OPEN' | 'AFTER_FIRST_CERTIFICATE' | 'REVOKED' | 'BARRED';
          explanation: string;
          nodes: readonly ({
            kind: 'FREE_COURSE' | 'PROGRAMME' | 'MICRO_LOAN';
            title: string;
            maxAmount: number | null;
          })[];
        } | null;
        recommendedVacancies: {
          nodes: readonly ({
            vacancy: {
              title: string;
              employer: {
                name: string;
              };
              region: {
                name: string;
              } | null;
              monthlySalaryFrom: number | null;
            };
            matchingSkills: readonly ({
              name: string;
            })[] | null;
          })[];
        } | null;
      } | null;
    };
    variables: {
      id: string;
    };
  };
  'register-participant': {
    data: {
      registerParticipant: {
        participant: {
          id: string;
          status: 'REGISTERED' | 'VERIFIED' | 'APPLICANT' | 'RECIPIENT' | 'ACTIVE' | 'ALUMNI' | 'REVOKED' | 'BARRED';
          name: string;
        } | null;
        refusal: {
          code: string;
          message: string;
          path: readonly (string)[];
        } | null;
      };
    };
    variables: {
      key: string;
      input: {
        nik: string;
        kk: string;
        name: string;
        birthDate: string;
        phone: string;
        email: string;
        region: string;
        education: 'NONE' | 'PRIMARY' | 'JUNIOR_SECONDARY' | 'SENIOR_SECONDARY' | 'VOCATIONAL' | 'DIPLOMA' | 'BACHELOR' | 'POSTGRADUATE';
        workStatus: 'JOB_SEEKER' | 'LAID_OFF' | 'FURLOUGHED' | 'WORKER' | 'ENTREPRENEUR';
        occupation?: 'NONE' | 'STATE_OFFICIAL' | 'LEGISLATOR' | 'CIVIL_SERVANT' | 'MILITARY' | 'POLICE' | 'VILLAGE_OFFICIAL' | 'STATE_COMPANY_EXECUTIVE';
        isInFormalEducation?: boolean;
        motivation: string;
        abilityTest: {
          score: number;
          seconds: number;
        };
        interests?: readonly (string)[];
      };
    };
  };
  'request-verification-code': {
    data: {
      requestVerificationCode: {
        verificationCode: {
          channel: 'PHONE' | 'EMAIL';
          expiresAt: string;
        } | null;
        refusal: {
          code: string;
          message: string;
          path: readonly (string)[];
        } | null;
      };
    };
    variables: {
      channel: 'PHONE' | 'EMAIL';
    };
  };
  'submit-survey': {
    data: {
      submitSurvey: {
        submission: {
          id: string;
          survey: {
            code: string;
            title: string;
          };
          instalment: number;
          submittedAt: string;
        } | null;
        refusal: {
          code: string;
          message: string;
          path: readonly (string)[];
        } | null;
      };
    };
    variables: {
      input: {
        survey: string;
        answers: readonly ({
          question: string;
          choices?: readonly (string)[] | null;
          number?: number | null;
          text?: string | null;
        })[];
      };
      key: string;
    };
  };
  'wave-dashboard': {
    data: {
      wave: {
        number: number;
        status: 'PLANNED' | 'OPEN' | 'CLOSED' | 'SCREENED' | 'DRAWN' | 'ANNOUNCED' | 'SETTLED';
        policyVersion: string;
        quota: number | null;
        announcedAt: string | null;
        purchaseDeadline: string | null;
        funnel: {
          applied: number;
          eligible: number;
          selected: number;
        };
        funnelByRegion: readonly ({
          region: {
            code: string;
            name: string;
          };
          applied: number;
          eligible: number;
          selected: number;
        })[];
        funds: {
          committed: number;
          paid: number;
          returned: number;
        } | null;
        figures: readonly ({
          name: string;
          value: number;
          asOf: string | null;
          definition: string;
          source: string;
        })[];
      } | null;
    };
    variables: {
      number: number;
    };
  };
  'wave-progress': {
    data: {
      waveProgress: {
        number: number;
        status: 'PLANNED' | 'OPEN' | 'CLOSED' | 'SCREENED' | 'DRAWN' | 'ANNOUNCED' | 'SETTLED';
        progress: readonly ({
          step: 'SCREEN' | 'FREEZE' | 'DRAW' | 'ANNOUNCE' | 'REVOKE';
          done: number;
          total: number;
          isRunning: boolean;
        })[];
      };
    };
    variables: {
      number: number;
    };
  };
  'withdraw-consent': {
    data: {
      withdrawConsent: {
        consent: {
          id: string;
          status: 'GRANTED' | 'WITHDRAWN' | 'EXPIRED';
          endedAt: string | null;
        } | null;
        refusal: {
          code: string;
          message: string;
          path: readonly (string)[];
        } | null;
      };
    };
    variables: {
      id: string;
      key: string;
    };
  };
}
