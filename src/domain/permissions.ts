import type { Role } from './actor.ts'

/** Conditions on actor and target; `permit.ts` says what each means. */
export type ConditionName =
  | 'always'
  /** the course is the actor's own */
  | 'own_course'
  /** the employer is the actor's own */
  | 'own_firm'
  /** the employer is the actor's own, and the participant works or worked there */
  | 'own_employee'
  /** the actor does not belong to the firm that is judged */
  | 'other_firm'
  /** the record is about the actor */
  | 'own_record'
  /** the issuer is the actor's own */
  | 'own_issuer'
  /** a purpose is named, under which the access is logged */
  | 'purpose'
  /** the learner presents it to the actor's firm, or agreed to it, by a share link or a consent that names the firm */
  | 'presented'
  /** the reason is ISSUED_IN_ERROR */
  | 'issued_in_error'
  /** a person who is signed in, no system: a key makes no keys */
  | 'in_person'

export interface Permission {
  roles?: Partial<Record<Role, readonly ConditionName[]>>
  /** everybody, without sign-in */
  public?: true
  /** subjects of secret links that may, for the record that the link was made for */
  links?: readonly string[]
}

const secretariat = { secretariat: ['always'] } as const
const ownCourse = { operator: ['own_course'] } as const
const ownFirm = { employer: ['own_firm'] } as const
const ownRecord = { learner: ['own_record'] } as const

/** Who may do what (DOMAIN section 6). Whoever is not named may not; several conditions hold together. */
export const permissions = {
  // courses and definitions
  'course.define': { roles: { ...secretariat, ...ownCourse } },
  'course.submit': { roles: ownCourse },
  'course.certify': { roles: secretariat },
  'course.return': { roles: secretariat },
  'course.suspend': { roles: secretariat },
  'achievement.define': { roles: { ...secretariat, ...ownCourse } },
  // people and completions
  'participant.register': { roles: { ...secretariat, ...ownCourse } },
  'participant.read': { roles: { secretariat: ['purpose'], ...ownCourse, employer: ['presented'], ...ownRecord } },
  'participant.update_contact': { roles: ownRecord, links: ['holder'] },
  'completion.import': { roles: { ...secretariat, ...ownCourse } },
  'completion.record': { roles: { ...secretariat, ...ownCourse } },
  'completion.correct': { roles: { ...secretariat, ...ownCourse } },
  'completion.read': { roles: { secretariat: ['purpose'], ...ownCourse, employer: ['presented'], ...ownRecord } },
  // badges, issuer's side
  'credential.issue': { roles: { ...secretariat, ...ownCourse } },
  'credential.reissue': { roles: { ...secretariat, ...ownCourse } },
  'credential.revoke': { roles: { ...secretariat, operator: ['own_course', 'issued_in_error'] } },
  'credential.suspend': { roles: secretariat },
  'credential.reinstate': { roles: secretariat },
  // badges, holder's side
  'credential.apply': { roles: ownRecord, links: ['application'] },
  'credential.claim': { roles: ownRecord, links: ['holder'] },
  'credential.decline': { roles: ownRecord, links: ['holder'] },
  'credential.share': { roles: ownRecord, links: ['holder'] },
  'share_link.make': { roles: ownRecord, links: ['holder'] },
  'share_link.withdraw': { roles: ownRecord, links: ['holder'] },
  'credential.read_private': {
    roles: { secretariat: ['purpose'], ...ownCourse, employer: ['presented'], ...ownRecord },
    links: ['holder'],
  },
  // everybody
  'credential.verify': { public: true },
  'credential.read_shared': { public: true },
  'status_list.read': { public: true },
  'register.read': { public: true },
  'kpi.read_totals': { public: true },
  // nominations
  'nomination.suggest': { roles: ownCourse },
  // a holder begins one from the page of the course badge, and goes on with it by the link that the mail brings
  'nomination.draft': { roles: { employer: ['own_firm', 'own_employee'], ...ownRecord }, links: ['holder', 'nomination_learner'] },
  'nomination.read': {
    roles: { ...secretariat, reviewer: ['other_firm'], ...ownFirm, ...ownRecord },
    links: ['nomination', 'nomination_learner'],
  },
  'nomination.confirm_numbers': { roles: ownFirm, links: ['nomination'] },
  'nomination.confirm_text': { roles: ownRecord, links: ['nomination_learner'] },
  'nomination.review': { roles: { secretariat: ['other_firm'], reviewer: ['other_firm'] } },
  'nomination.consent': { roles: ownRecord, links: ['nomination_learner'] },
  'nomination.withdraw': { roles: { ...ownRecord, ...ownFirm }, links: ['nomination_learner'] },
  // declarations, outcomes, productivity, honours, endorsements
  'declaration.read': { roles: { ...secretariat, ...ownFirm } },
  'declaration.write': { roles: ownFirm },
  'declaration.submit': { roles: ownFirm },
  'declaration.withdraw': { roles: ownFirm },
  'declaration.publish': { roles: { secretariat: ['other_firm'] } },
  'declaration.return': { roles: secretariat },
  'outcome.report': { roles: { ...ownFirm, ...ownRecord }, links: ['follow_up'] },
  'outcome.confirm': { roles: { ...ownFirm, ...ownRecord }, links: ['outcome'] },
  'outcome.dispute': { roles: { ...ownFirm, ...ownRecord }, links: ['outcome'] },
  'outcome.withdraw': { roles: { ...ownFirm, ...ownRecord } },
  'outcome.read': { roles: { ...secretariat, ...ownFirm, ...ownRecord }, links: ['outcome'] },
  'productivity.write': { roles: ownFirm },
  'productivity.submit': { roles: ownFirm },
  'productivity.read': { roles: { ...secretariat, reviewer: ['other_firm'], ...ownFirm } },
  'productivity.verify': { roles: { secretariat: ['other_firm'], reviewer: ['other_firm'] } },
  'honour.read': { roles: { ...secretariat, reviewer: ['always'] } },
  'honour.shortlist': { roles: { ...secretariat, reviewer: ['other_firm'] } },
  'honour.award': { roles: { secretariat: ['other_firm'], reviewer: ['other_firm'] } },
  'honour.announce': { roles: secretariat },
  'honour.cancel': { roles: secretariat },
  'endorsement.sign_for_council': { roles: secretariat },
  'endorsement.sign_for_employer': { roles: ownFirm },
  // figures and survey
  'kpi.read_rows': { roles: secretariat },
  'kpi.read_own_totals': { roles: { ...secretariat, ...ownCourse, ...ownFirm } },
  'survey.answer': { roles: { ...ownRecord, ...ownFirm }, links: ['follow_up', 'employer_survey'] },
  'survey.read': { roles: secretariat },
  'event.manage': { roles: secretariat },
  'event.read': { roles: { ...secretariat, ...ownFirm, ...ownRecord } },
  'support_programme.manage': { roles: secretariat },
  // personal data
  'consent.give': { roles: ownRecord, links: ['holder', 'application', 'nomination_learner', 'outcome', 'follow_up'] },
  'consent.withdraw': { roles: ownRecord, links: ['holder'] },
  'personal_data.export': { roles: { secretariat: ['purpose'], ...ownRecord } },
  'personal_data.request': { roles: { ...ownCourse, ...ownFirm, ...ownRecord } },
  'personal_data.execute': { roles: secretariat },
  'personal_data.erase': { roles: { secretariat: ['purpose'], ...ownRecord } },
  'provision.record': { roles: { secretariat: ['purpose'], ...ownCourse } },
  'provision.read': { roles: { ...secretariat, ...ownRecord } },
  // the house
  'vc.sign': { roles: { issuer: ['own_issuer'] } },
  'vc.change_status': { roles: { issuer: ['own_issuer'] } },
  'outbox.read': { roles: { ...secretariat, ...ownCourse } },
  'job.read': { roles: { ...secretariat, ...ownCourse } },
  'log.sign': { roles: { administrator: ['always'] } },
  'log.read': { public: true },
  'quota.read': { roles: { ...secretariat, ...ownCourse, ...ownFirm } },
  'quota.manage': { roles: secretariat },
  'audit.read': { roles: { ...secretariat, administrator: ['always'] } },
  'organisation.manage': { roles: { ...secretariat, administrator: ['always'] } },
  'user.manage': { roles: { administrator: ['always'] } },
  'api_key.manage': { roles: { administrator: ['in_person'], operator: ['own_course', 'in_person'], employer: ['own_firm', 'in_person'] } },
  'key.manage': { roles: { administrator: ['always'] } },
  'issuer.manage': { roles: { administrator: ['always'] } },
  'settings.manage': { roles: { administrator: ['always'] } },
  'programme.load': { roles: { administrator: ['always'] } },
} as const satisfies Record<string, Permission>

export type Action = keyof typeof permissions
