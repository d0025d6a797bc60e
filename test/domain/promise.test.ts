import { describe, expect, test } from 'vitest'
import type { Declaration } from '../../src/domain/declaration.ts'
import type { Outcome } from '../../src/domain/outcome.ts'
import { namesBadge, outcomeTypeOf, promisesDue, weightOf } from '../../src/domain/promise.ts'
import type { Recognition } from '../../src/domain/recognition.ts'

const slug = 'https://badges.example/achievements/dl-basic-r8'
const recognition: Recognition = { achievements: [slug], use: 'allowance', strength: 'guaranteed', text: { ja: '手当を支給します。' } }
const declaration: Declaration = {
  id: 'DEC-1',
  employerId: 'emp-1',
  corporateNumber: '6999901000101',
  version: 1,
  statement: { ja: '宣言' },
  measures: [],
  badgeRecognitions: [recognition],
  noRecognitionYet: false,
  isDemo: true,
  state: 'published',
  submittedOn: '2026-03-01',
  publishedOn: '2026-04-01',
  validUntil: '2028-03-31',
  publishedBy: 'officer',
}
const badge = { credentialId: 'b1', participantId: 'p1', achievementId: `${slug}/v/2`, awardedOn: '2026-08-01' }
const outcome = (state: 'employer_reported' | 'withdrawn', type: Outcome['type'] = 'allowance'): Outcome =>
  ({ id: 'o1', participantId: 'p1', employerId: 'emp-1', type, badgeIds: ['b1'], state }) as unknown as Outcome

const due = (declarations: Declaration[], outcomes: Outcome[] = [], today = '2026-11-24') =>
  promisesDue({ declarations, badges: [badge], outcomes }, today).map(({ type, earned }) => ({ type, earned }))

describe('promises due', () => {
  test('a recognition holds for every version of the definition that it names, and for no other', () => {
    expect(namesBadge(recognition, `${slug}/v/2`)).toBe(slug)
    expect(namesBadge(recognition, `${slug}-advanced`)).toBeUndefined()
  })

  test('a promise is due until an outcome of its kind names the badge; one that was taken back keeps nothing', () => {
    expect(due([declaration])).toEqual([{ type: 'allowance', earned: false }])
    expect(due([declaration], [outcome('employer_reported')])).toEqual([])
    expect(due([declaration], [outcome('withdrawn')])).toEqual([{ type: 'allowance', earned: false }])
    expect(due([declaration], [outcome('employer_reported', 'raise')])).toEqual([{ type: 'allowance', earned: false }])
  })

  test('after the end of a declaration only what was guaranteed and earned in time stays', () => {
    expect(due([declaration], [], '2028-04-01')).toEqual([{ type: 'allowance', earned: true }])
    const preferred: Declaration = { ...declaration, badgeRecognitions: [{ ...recognition, strength: 'preferred' }] }
    expect(due([preferred], [], '2028-04-01')).toEqual([])
    expect(
      promisesDue({ declarations: [declaration], badges: [{ ...badge, awardedOn: '2026-03-31' }], outcomes: [] }, '2028-04-01'),
    ).toEqual([])
  })

  test('two versions that promise the same are one promise, and the firmest stands first', () => {
    const both: Declaration = {
      ...declaration,
      badgeRecognitions: [{ ...recognition, use: 'award', strength: 'considered' }, recognition, { ...recognition, strength: 'required' }],
    }
    expect(due([both]).map(({ type }) => type)).toEqual(['allowance', 'award'])
  })

  test('a lump sum is kept by a lump sum, and what is guaranteed decides by itself', () => {
    expect(outcomeTypeOf({ use: 'allowance', effect: { kind: 'lump_sum', amountJPY: 10_000 } })).toBe('lump_sum')
    expect([weightOf({ strength: 'guaranteed' }), weightOf({ strength: 'preferred' })]).toEqual(['decisive', 'one_of_factors'])
  })
})
