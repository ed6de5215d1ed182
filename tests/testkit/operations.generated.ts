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
        totalCount: number | null;
        pageInfo: {
          hasNextPage: boolean;
          endCursor: string | null;
        };
      };
    };
    variables: {
      skills: readonly (string)[];
      region: string;
      purpose: 'VACANCY' | 'TALENT_POOL';
      first: number;
      after?: string | null;
    };
  };
  'announce-wave': {
    data: {
      announceWave: {
        wave: {
          number: number;
          status: 'PLANNED' | 'OPEN' | 'CLOSED' | 'SCREENED' | 'DRAWN' | 'ANNOUNCED' | 'SETTLED' | 'CANCELLED';
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
  'answer-invitation': {
    data: {
      answerInvitation: {
        invitation: {
          id: string;
          status: 'SENT' | 'ACCEPTED' | 'DECLINED' | 'LAPSED';
          application: {
            id: string;
            status: 'SUBMITTED' | 'IN_REVIEW' | 'INTERVIEW' | 'OFFERED' | 'HIRED' | 'REJECTED' | 'WITHDRAWN';
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
      id: string;
      accept: boolean;
      message?: string | null;
    };
  };
  'apply-to-vacancy': {
    data: {
      applyToVacancy: {
        application: {
          id: string;
          status: 'SUBMITTED' | 'IN_REVIEW' | 'INTERVIEW' | 'OFFERED' | 'HIRED' | 'REJECTED' | 'WITHDRAWN';
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
      vacancy: string;
      message?: string | null;
      key: string;
    };
  };
  'assess-course': {
    data: {
      assessCourse: {
        assessment: {
          layer: 'PLATFORM' | 'PMO' | 'ASSESSOR';
          mean: number;
        } | null;
        refusal: {
          code: string;
          message: string;
          path: readonly (string)[];
        } | null;
      };
    };
    variables: {
      course: string;
      version: number;
      scores: readonly ({
        indicator: string;
        score: number;
        comment?: string | null;
      })[];
      comment?: string | null;
    };
  };
  'confirm-placement': {
    data: {
      confirmPlacement: {
        placement: {
          id: string;
          status: 'REPORTED' | 'CONFIRMED' | 'DISPUTED';
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
      isRight: boolean;
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
  'decide-course': {
    data: {
      decideCourse: {
        decision: {
          outcome: 'APPROVED' | 'SENT_BACK' | 'WATCHED' | 'SUSPENDED' | 'RESUMED' | 'DELISTED';
          reason: string | null;
        } | null;
        refusal: {
          code: string;
          message: string;
          path: readonly (string)[];
        } | null;
      };
    };
    variables: {
      course: string;
      version: number;
      isApproved: boolean;
      reason?: string | null;
      mend?: readonly ({
        indicator: string;
        what: string;
      })[];
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
  'import-courses': {
    data: {
      importCourses: {
        items: readonly ({
          index: number;
          reference: string;
          outcome: 'CREATED' | 'NEW_VERSION' | 'UNCHANGED' | 'OUTDATED' | 'REJECTED';
          course: {
            id: string;
            status: 'DRAFT' | 'SUBMITTED' | 'UNDER_ASSESSMENT' | 'ACTIVE' | 'WATCHED' | 'SUSPENDED' | 'DELISTED';
          } | null;
          problems: readonly ({
            code: string;
            message: string;
            path: string;
            example: string | null;
          })[];
        })[] | null;
        refusal: {
          code: string;
          message: string;
          path: readonly (string)[];
        } | null;
      };
    };
    variables: {
      courses: readonly ({
        reference: string;
        institution: string;
        title: string;
        description: string;
        mode: 'ONLINE' | 'OFFLINE' | 'HYBRID';
        language?: string;
        price: number;
        priceOutside: number;
        durationHours?: number | null;
        syllabus: readonly ({
          title: string;
          hours: number;
          description?: string | null;
        })[];
        outcomes: readonly ({
          skill: string;
          level: 'BASIC' | 'INTERMEDIATE' | 'ADVANCED';
        })[];
        accessibility?: readonly ('WHEELCHAIR' | 'SIGN_LANGUAGE' | 'CAPTIONS' | 'SCREEN_READER')[];
        url?: string | null;
      })[];
      asOf: string;
      key: string;
    };
  };
  'invite-alumni': {
    data: {
      inviteAlumni: {
        invitations: {
          results: readonly ({
            pseudonym: string;
            isInvited: boolean;
          })[];
        } | null;
        refusal: {
          code: string;
          message: string;
          path: readonly (string)[];
        } | null;
      };
    };
    variables: {
      vacancy: string;
      pseudonyms: readonly (string)[];
      message: string;
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
          entrySalt: string | null;
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
  'labour-market': {
    data: {
      labourMarket: {
        nodes: readonly ({
          week: string;
          skill: {
            code: string;
            name: string;
          } | null;
          demand: number;
          supply: number | null;
          gap: number;
          demandBefore: number | null;
          supplyBefore: number | null;
        })[];
        pageInfo: {
          hasNextPage: boolean;
          endCursor: string | null;
        };
      };
    };
    variables: {
      region?: string | null;
      first?: number | null;
      after?: string | null;
    };
  };
  'my-applicants': {
    data: {
      portal: {
        name: string;
        quota: {
          used: number;
          remaining: number;
          resetsAt: string;
        } | null;
        applications: {
          nodes: readonly ({
            id: string;
            status: 'SUBMITTED' | 'IN_REVIEW' | 'INTERVIEW' | 'OFFERED' | 'HIRED' | 'REJECTED' | 'WITHDRAWN';
            message: string | null;
            submittedAt: string;
            vacancy: {
              reference: string;
              title: string;
            } | null;
            applicant: {
              name: string | null;
              phone: string | null;
              email: string | null;
            } | null;
            placement: {
              status: 'REPORTED' | 'CONFIRMED' | 'DISPUTED';
              startsOn: string;
            } | null;
          })[];
          pageInfo: {
            hasNextPage: boolean;
            endCursor: string | null;
          };
        } | null;
        problems: {
          nodes: readonly ({
            reference: string | null;
            code: string;
            message: string;
          })[];
        } | null;
      } | null;
    };
    variables: {
      after?: string | null;
    };
  };
  'my-catalogue': {
    data: {
      platform: {
        name: string;
        submissions: {
          nodes: readonly ({
            number: number;
            status: 'SUBMITTED' | 'UNDER_ASSESSMENT' | 'ACTIVE' | 'REJECTED' | 'REPLACED' | 'WITHDRAWN';
            title: string;
            submittedAt: string;
            decidedAt: string | null;
            course: {
              id: string;
              status: 'DRAFT' | 'SUBMITTED' | 'UNDER_ASSESSMENT' | 'ACTIVE' | 'WATCHED' | 'SUSPENDED' | 'DELISTED';
            } | null;
          })[];
          pageInfo: {
            hasNextPage: boolean;
            endCursor: string | null;
          };
        } | null;
        problems: {
          nodes: readonly ({
            reference: string | null;
            code: string;
            path: string;
            message: string;
            example: string | null;
            foundAt: string;
          })[];
        } | null;
        courses: {
          nodes: readonly ({
            id: string;
            title: string;
            price: number;
            mode: 'ONLINE' | 'OFFLINE' | 'HYBRID';
          })[];
        };
      } | null;
    };
    variables: {
      platform: string;
      status?: 'SUBMITTED' | 'UNDER_ASSESSMENT' | 'ACTIVE' | 'REJECTED' | 'REPLACED' | 'WITHDRAWN' | null;
      first?: number | null;
      after?: string | null;
    };
  };
  'my-vacancies': {
    data: {
      portal: {
        name: string;
        vacancies: {
          nodes: readonly ({
            reference: string;
            title: string;
            status: 'DRAFT' | 'OPEN' | 'PAUSED' | 'CLOSED' | 'FILLED';
            isHeld: boolean;
            openUntil: string;
          })[];
          pageInfo: {
            hasNextPage: boolean;
            endCursor: string | null;
          };
        } | null;
        problems: {
          nodes: readonly ({
            reference: string | null;
            source: 'SUBMISSION' | 'MODERATION';
            code: string;
            message: string;
            path: string;
            example: string | null;
          })[];
        } | null;
      } | null;
    };
    variables: {
      after?: string | null;
    };
  };
  'my-work': {
    data: {
      me: {
        employedSince: string | null;
        recommendedVacancies: {
          nodes: readonly ({
            vacancy: {
              id: string;
              title: string;
              employer: {
                name: string;
              };
            };
            reasons: readonly ({
              code: 'SKILLS_MATCH' | 'LEVEL_MET' | 'LEVEL_BELOW' | 'SAME_REGENCY' | 'SAME_PROVINCE' | 'REMOTE' | 'ELSEWHERE' | 'NEW';
              text: string;
            })[];
          })[];
        } | null;
        invitations: {
          nodes: readonly ({
            id: string;
            message: string;
            status: 'SENT' | 'ACCEPTED' | 'DECLINED' | 'LAPSED';
            until: string;
            vacancy: {
              id: string;
              title: string;
            } | null;
          })[];
        } | null;
        applications: {
          nodes: readonly ({
            id: string;
            status: 'SUBMITTED' | 'IN_REVIEW' | 'INTERVIEW' | 'OFFERED' | 'HIRED' | 'REJECTED' | 'WITHDRAWN';
            submittedAt: string;
            vacancy: {
              id: string;
              title: string;
            } | null;
            placement: {
              id: string;
              status: 'REPORTED' | 'CONFIRMED' | 'DISPUTED';
              startsOn: string;
              wageBand: 'UNDER_2M' | 'FROM_2M_TO_4M' | 'FROM_4M_TO_6M' | 'FROM_6M_TO_10M' | 'FROM_10M';
            } | null;
          })[];
        } | null;
      } | null;
    };
    variables: {
      first?: number | null;
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
            status: 'DUE' | 'CHECKED' | 'BATCHED' | 'APPROVED' | 'SENT' | 'SETTLED' | 'REJECTED' | 'UNKNOWN' | 'SUSPECT' | 'RETURNED' | 'WITHDRAWN';
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
  'publish-schedule': {
    data: {
      publishSchedule: {
        schedule: {
          id: string;
          status: 'PUBLISHED' | 'CANCELLED' | 'FINISHED';
          seats: number;
          seatsLeft: number;
          startsAt: string;
          endsAt: string;
          sessions: readonly ({
            number: number;
            startsAt: string;
            endsAt: string;
          })[];
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
        course: string;
        seats: number;
        instructor: string;
        region?: string | null;
        address?: string | null;
        sessions: readonly ({
          startsAt: string;
          endsAt: string;
        })[];
      };
      key: string;
    };
  };
  'redeem': {
    data: {
      redeem: {
        enrollment: {
          id: string;
          status: 'RESERVED' | 'PAID' | 'REDEEMED' | 'ATTENDING' | 'COMPLETED' | 'CERTIFIED' | 'RELEASED' | 'VOIDED' | 'CANCELLED' | 'FAILED' | 'EXPIRED';
          redeemedAt: string | null;
        } | null;
        refusal: {
          code: string;
          message: string;
          path: readonly (string)[];
        } | null;
      };
    };
    variables: {
      code: string;
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
  'report-placement': {
    data: {
      reportPlacement: {
        placement: {
          id: string;
          status: 'REPORTED' | 'CONFIRMED' | 'DISPUTED';
          startsOn: string;
          wageBand: 'UNDER_2M' | 'FROM_2M_TO_4M' | 'FROM_4M_TO_6M' | 'FROM_6M_TO_10M' | 'FROM_10M';
          isRetainedAt3Months: boolean | null;
          isRetainedAt6Months: boolean | null;
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
        applicationId: string;
        startsOn: string;
        wageBand: 'UNDER_2M' | 'FROM_2M_TO_4M' | 'FROM_4M_TO_6M' | 'FROM_6M_TO_10M' | 'FROM_10M';
        isRetainedAt3Months?: boolean | null;
        isRetainedAt6Months?: boolean | null;
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
  'reserve-seat': {
    data: {
      reserveSeat: {
        enrollment: {
          id: string;
          status: 'RESERVED' | 'PAID' | 'REDEEMED' | 'ATTENDING' | 'COMPLETED' | 'CERTIFIED' | 'RELEASED' | 'VOIDED' | 'CANCELLED' | 'FAILED' | 'EXPIRED';
          price: number;
          holdUntil: string | null;
        } | null;
        purchaseToken: {
          token: string;
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
      course: string;
      schedule?: string | null;
      key: string;
    };
  };
  'submit-course': {
    data: {
      submitCourse: {
        course: {
          id: string;
          status: 'DRAFT' | 'SUBMITTED' | 'UNDER_ASSESSMENT' | 'ACTIVE' | 'WATCHED' | 'SUSPENDED' | 'DELISTED';
        } | null;
        problems: readonly ({
          code: string;
          message: string;
          path: string;
          example: string | null;
        })[] | null;
        refusal: {
          code: string;
          message: string;
          path: readonly (string)[];
        } | null;
      };
    };
    variables: {
      course: {
        reference: string;
        institution: string;
        title: string;
        description: string;
        mode: 'ONLINE' | 'OFFLINE' | 'HYBRID';
        language?: string;
        price: number;
        priceOutside: number;
        durationHours?: number | null;
        syllabus: readonly ({
          title: string;
          hours: number;
          description?: string | null;
        })[];
        outcomes: readonly ({
          skill: string;
          level: 'BASIC' | 'INTERMEDIATE' | 'ADVANCED';
        })[];
        accessibility?: readonly ('WHEELCHAIR' | 'SIGN_LANGUAGE' | 'CAPTIONS' | 'SCREEN_READER')[];
        url?: string | null;
      };
      key: string;
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
  'update-application': {
    data: {
      updateApplication: {
        application: {
          id: string;
          status: 'SUBMITTED' | 'IN_REVIEW' | 'INTERVIEW' | 'OFFERED' | 'HIRED' | 'REJECTED' | 'WITHDRAWN';
          changedAt: string;
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
      status: 'IN_REVIEW' | 'INTERVIEW' | 'OFFERED' | 'REJECTED';
    };
  };
  'upsert-vacancies': {
    data: {
      upsertVacancies: {
        results: readonly ({
          index: number;
          reference: string;
          outcome: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'OUTDATED' | 'REJECTED';
          vacancy: {
            id: string;
            status: 'DRAFT' | 'OPEN' | 'PAUSED' | 'CLOSED' | 'FILLED';
            isHeld: boolean;
            flags: readonly ({
              kind: 'FEE' | 'DISCRIMINATION' | 'BELOW_MINIMUM_WAGE' | 'REPORTED' | 'REJECTED_BEFORE';
              words: string;
            })[] | null;
          } | null;
          problems: readonly ({
            code: string;
            message: string;
            path: string;
            example: string | null;
          })[];
        })[] | null;
        refusal: {
          code: string;
          message: string;
          path: readonly (string)[];
        } | null;
      };
    };
    variables: {
      input: {
        writtenAt: string;
        items: readonly ({
          reference: string;
          employer: string;
          title: string;
          description: string;
          occupation: string;
          region?: string | null;
          isRemote?: boolean;
          type: 'FULL_TIME' | 'PART_TIME' | 'CONTRACT' | 'INTERNSHIP' | 'FREELANCE';
          monthlySalaryFrom?: number | null;
          monthlySalaryTo?: number | null;
          requirements: readonly ({
            skill: string;
            level?: 'BASIC' | 'INTERMEDIATE' | 'ADVANCED';
            weight?: number;
          })[];
          accessibility?: readonly ('WHEELCHAIR' | 'SIGN_LANGUAGE' | 'SCREEN_READER' | 'FLEXIBLE_HOURS')[];
          openUntil: string;
          openings?: number;
          applyUrl?: string | null;
          isDraft?: boolean;
        })[];
      };
    };
  };
  'vacancy-alumni': {
    data: {
      vacancy: {
        title: string;
        alumni: {
          nodes: readonly ({
            alumnus: {
              pseudonym: string;
              matchingSkills: readonly ({
                code: string;
                name: string;
              })[] | null;
            };
            reasons: readonly ({
              code: 'SKILLS_MATCH' | 'LEVEL_MET' | 'LEVEL_BELOW' | 'SAME_REGENCY' | 'SAME_PROVINCE' | 'REMOTE' | 'ELSEWHERE' | 'NEW';
              text: string;
            })[];
          })[];
          totalCount: number | null;
          pageInfo: {
            hasNextPage: boolean;
            endCursor: string | null;
          };
        } | null;
      } | null;
      portal: {
        quota: {
          used: number;
          remaining: number;
          resetsAt: string;
        } | null;
      } | null;
    };
    variables: {
      vacancy: string;
      first: number;
      after?: string | null;
    };
  };
  'wave-dashboard': {
    data: {
      wave: {
        number: number;
        status: 'PLANNED' | 'OPEN' | 'CLOSED' | 'SCREENED' | 'DRAWN' | 'ANNOUNCED' | 'SETTLED' | 'CANCELLED';
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
        status: 'PLANNED' | 'OPEN' | 'CLOSED' | 'SCREENED' | 'DRAWN' | 'ANNOUNCED' | 'SETTLED' | 'CANCELLED';
        progress: readonly ({
          step: 'SCREEN' | 'FREEZE' | 'DRAW' | 'ANNOUNCE' | 'REVOKE' | 'CANCEL';
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
  'withdraw-application': {
    data: {
      withdrawApplication: {
        application: {
          id: string;
          status: 'SUBMITTED' | 'IN_REVIEW' | 'INTERVIEW' | 'OFFERED' | 'HIRED' | 'REJECTED' | 'WITHDRAWN';
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
