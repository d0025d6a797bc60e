import { describe, expect, test } from 'vitest'
import { countByMonth } from '../../src/domain/kpi-months.ts'

const period = ['2026-11-01', '2027-03-31'] as const

describe('a number by months', () => {
  test('grows over the turn of the year, months without anything included', () => {
    expect(countByMonth(['2026-11-30', '2027-02-01', '2027-02-28'], period, '2027-02-28')).toEqual([
      { month: '2026-11', added: 1, total: 1 },
      { month: '2026-12', added: 0, total: 1 },
      { month: '2027-01', added: 0, total: 1 },
      { month: '2027-02', added: 2, total: 3 },
    ])
  })

  test('ends with the period, and is empty before it begins', () => {
    expect(countByMonth([], period, '2030-01-01').at(-1)?.month).toBe('2027-03')
    expect(countByMonth([], period, '2026-10-31')).toEqual([])
  })
})
