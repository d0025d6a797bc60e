import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/json.ts'
import { listAndRecordClasses } from '../../src/openbadges/closed/list-and-record-classes.ts'
import { openBadgeClasses } from '../../src/openbadges/closed/open-badge-classes.ts'
import { examine } from '../../src/openbadges/conformance.ts'
import { allRules } from '../../src/openbadges/rules/all-rules.ts'
import { loadContexts } from '../../src/proof/contexts.ts'
import { changed, differences } from './rule-samples/sample.ts'
import { recordContexts, samples } from './rule-samples/samples.ts'

const heldContexts = new Set([...loadContexts().urls, ...recordContexts])

const brokenRules = (document: JsonObject, purpose: 'issue' | 'verify'): string[] =>
  examine(document, { heldContexts, purpose }).problems.map((problem) => `${problem.rule} ${problem.path}`)

test('every rule has an id, a title and a source of its own', () => {
  expect(new Set(allRules.map((rule) => rule.id)).size).toBe(allRules.length)
  for (const rule of allRules) expect([rule.title, rule.source], rule.id).not.toContain('')
})

test('every numbered rule of CONFORMANCE section 4.1 is a rule here', () => {
  const ids = allRules.map((rule) => rule.id)
  for (let number = 1; number <= 30; number++) expect(ids).toContain(`DM-${number}`)
})

test('what the closed schema reports belongs to a rule', () => {
  const ids = new Set(allRules.map((rule) => rule.id))
  for (const table of [...openBadgeClasses('1.1'), ...openBadgeClasses('2.0'), ...listAndRecordClasses('2.0')]) {
    expect(ids, table.name).toContain(table.rule)
    for (const [name, member] of table.members) expect(ids, `${table.name}.${name}`).toContain(member.rule ?? table.rule)
  }
})

test('there is no sample for a rule that does not exist', () => {
  expect(Object.keys(samples).filter((id) => !allRules.some((rule) => rule.id === id))).toEqual([])
})

describe.each(allRules.map((rule) => [rule.id, rule.title] as const))('%s: %s', (id) => {
  test('has a sample', () => {
    expect(samples[id]?.length, `no sample for ${id} in rule-samples/samples.ts`).toBeGreaterThan(0)
  })

  test.each((samples[id] ?? []).map((sample) => [sample.at, JSON.stringify(sample.refused)?.slice(0, 60) ?? 'missing', sample] as const))(
    'accepts a document and refuses it with %s: %s',
    (at, _, sample) => {
      const accepted = sample.accepted()
      const refused = changed(accepted, at, sample.refused)
      expect(brokenRules(accepted, sample.purpose)).toEqual([])
      expect(brokenRules(refused, sample.purpose).map((problem) => problem.split(' ')[0])).toContain(id)
      expect(differences(accepted, refused).every((place) => place.startsWith(at.replace(/~1/g, '/')))).toBe(true)
    },
  )
})
