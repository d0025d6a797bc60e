import { describe, expect, test } from 'vitest'
import type { Actor, Role } from '../../src/domain/actor.ts'
import { type Action, type Permission, permissions } from '../../src/domain/permissions.ts'
import { mayDo, permit, type Target } from '../../src/domain/permit.ts'
import { refusalOf } from './refusal-of.ts'

const user = (role: Role, more: { organisationId?: string; participantId?: string } = {}): Actor => ({
  kind: 'user',
  id: `u-${role}`,
  role,
  ...more,
})
const actors = {
  administrator: user('administrator'),
  secretariat: user('secretariat', { organisationId: 'council' }),
  reviewer: user('reviewer', { organisationId: 'emp-05' }),
  operator: user('operator', { organisationId: 'op-01' }),
  'other operator': user('operator', { organisationId: 'op-02' }),
  employer: user('employer', { organisationId: 'emp-01' }),
  'other employer': user('employer', { organisationId: 'emp-02' }),
  learner: user('learner', { participantId: 'P-1' }),
  'other learner': user('learner', { participantId: 'P-2' }),
  public: { kind: 'public' } as Actor,
}
type Who = keyof typeof actors
const all = Object.keys(actors) as Who[]

/** One record that touches everybody above: a person of emp-01 in a course of op-01. */
const target: Target = {
  operatorId: 'op-01',
  employerId: 'emp-01',
  participantId: 'P-1',
  employerIdsOfParticipant: ['emp-01'],
  recordId: 'r-1',
}
const may = (action: Action, more: Target = {}): Who[] => all.filter((who) => mayDo(actors[who], action, { ...target, ...more }))

describe('the table of DOMAIN section 6, row by row', () => {
  test.each<[Action, Who[], Target?]>([
    // certify a course, publish a declaration, approve a nomination, revoke
    ['course.certify', ['secretariat']],
    ['declaration.publish', ['secretariat']],
    ['nomination.review', ['secretariat', 'reviewer']],
    ['credential.revoke', ['secretariat']],
    ['credential.revoke', ['secretariat'], { reason: 'RESULT_DISPROVED' }],
    ['credential.revoke', ['secretariat', 'operator'], { reason: 'ISSUED_IN_ERROR' }],
    // import completions
    ['completion.import', ['secretariat', 'operator']],
    ['participant.register', ['secretariat', 'operator']],
    // apply, claim, decline, share, un-share
    ['credential.apply', ['learner']],
    ['credential.claim', ['learner']],
    ['credential.decline', ['learner']],
    ['credential.share', ['learner']],
    ['share_link.make', ['learner']],
    // see a person's completions
    ['completion.read', ['operator', 'learner']],
    ['completion.read', ['secretariat', 'operator', 'learner'], { purpose: 'kpi' }],
    ['completion.read', ['operator', 'employer', 'learner'], { presentedToEmployerIds: ['emp-01'] }],
    ['completion.read', ['operator', 'other employer', 'learner'], { presentedToEmployerIds: ['emp-02'] }],
    // start a nomination
    ['nomination.draft', ['employer', 'learner']],
    ['nomination.draft', ['learner'], { employerIdsOfParticipant: ['emp-02'] }],
    ['nomination.suggest', ['operator']],
    // confirm numbers and role
    ['nomination.confirm_numbers', ['employer']],
    ['nomination.confirm_text', ['learner']],
    ['nomination.consent', ['learner']],
    // declaration, outcomes, productivity
    ['declaration.write', ['employer']],
    ['declaration.submit', ['employer']],
    ['outcome.report', ['employer', 'learner']],
    ['outcome.confirm', ['employer', 'learner']],
    ['outcome.read', ['secretariat', 'employer', 'learner']],
    ['productivity.write', ['employer']],
    ['productivity.verify', ['secretariat', 'reviewer']],
    // KPI
    ['kpi.read_rows', ['secretariat']],
    ['kpi.read_own_totals', ['secretariat', 'operator', 'employer']],
    ['kpi.read_totals', all],
    // verify, see status and a shared page
    ['credential.verify', all],
    ['status_list.read', all],
    ['credential.read_shared', all],
    // personal data
    ['personal_data.request', ['operator', 'employer', 'learner']],
    ['personal_data.execute', ['secretariat']],
    // the house
    ['user.manage', ['administrator']],
    ['audit.read', ['administrator', 'secretariat']],
  ])('%s: %j', (action, allowed, more) => {
    expect(may(action, more)).toEqual(allowed)
  })
})

describe('deny by default', () => {
  const actions = Object.keys(permissions) as Action[]

  test.each(actions.filter((action) => !('public' in permissions[action])))(
    '%s is closed to the public and, without a named target, to everybody whose rule needs one',
    (action) => {
      expect(mayDo({ kind: 'public' }, action, target)).toBe(false)
      const { roles }: Permission = permissions[action]
      for (const who of all) {
        const actor = actors[who]
        if (!('role' in actor)) continue
        const needsNoTarget = (name: string): boolean => name === 'always' || (name === 'in_person' && actor.kind === 'user')
        expect(mayDo(actor, action)).toBe((roles?.[actor.role] ?? ['never']).every(needsNoTarget))
      }
    },
  )

  test('absent ids are not the same id', () => {
    expect(mayDo(user('operator'), 'credential.issue', {})).toBe(false)
    expect(mayDo(user('employer'), 'declaration.write', {})).toBe(false)
    expect(mayDo(user('learner'), 'credential.claim', {})).toBe(false)
    expect(mayDo({ kind: 'api_key', id: 'k', role: 'issuer' }, 'vc.sign', {})).toBe(false)
  })

  test('nobody judges the own firm, and a judgement that does not name the firm is refused', () => {
    for (const action of ['nomination.review', 'productivity.verify', 'honour.award'] as const) {
      expect(mayDo(actors.reviewer, action, { employerId: 'emp-01' })).toBe(true)
      expect(mayDo(actors.reviewer, action, { employerId: 'emp-05' })).toBe(false)
      expect(mayDo(actors.reviewer, action, {})).toBe(false)
    }
  })

  test('a purpose of spaces is no purpose', () => {
    expect(mayDo(actors.secretariat, 'participant.read', { purpose: ' ' })).toBe(false)
    expect(mayDo(actors.secretariat, 'participant.read', { purpose: 'request desk' })).toBe(true)
  })

  test('the system may; who may not is refused as forbidden', () => {
    expect(mayDo({ kind: 'system', reason: 'start' }, 'programme.load')).toBe(true)
    expect(refusalOf(() => permit(actors.operator, 'programme.load'))).toBe('forbidden')
    expect(refusalOf(() => permit(actors.administrator, 'programme.load'))).toBe('allowed')
  })
})

describe('secret links and API keys', () => {
  const holder: Actor = { kind: 'link', subject: 'holder', id: 'badge-1' }

  test('a link opens only the record that it was made for, and only what its subject allows', () => {
    expect(mayDo(holder, 'credential.claim', { recordId: 'badge-1' })).toBe(true)
    expect(mayDo(holder, 'credential.claim', { recordId: 'badge-2' })).toBe(false)
    expect(mayDo(holder, 'credential.claim', { participantId: 'P-1' })).toBe(false)
    expect(mayDo(holder, 'nomination.confirm_numbers', { recordId: 'badge-1' })).toBe(false)
    expect(
      mayDo({ kind: 'link', subject: 'nomination', id: 'NOM-01' }, 'nomination.confirm_numbers', {
        recordId: 'NOM-01',
        employerId: 'emp-01',
      }),
    ).toBe(true)
    expect(mayDo({ kind: 'link', subject: 'nomination', id: 'NOM-01' }, 'nomination.consent', { recordId: 'NOM-01' })).toBe(false)
  })

  test('a key of one issuer signs for that issuer only', () => {
    const key: Actor = { kind: 'api_key', id: 'k', role: 'issuer', issuerId: 'council' }
    expect(mayDo(key, 'vc.sign', { issuerId: 'council' })).toBe(true)
    expect(mayDo(key, 'vc.sign', { issuerId: 'op-01' })).toBe(false)
    expect(mayDo(key, 'credential.issue', target)).toBe(false)
  })

  test("a key is nobody's own record", () => {
    const key = { kind: 'api_key', id: 'k', role: 'learner', organisationId: 'P-1' } as const
    expect(mayDo(key, 'credential.claim', target)).toBe(false)
  })
})
