import { expect, test } from 'vitest'
import { measure } from '../../bench/status-list.ts'

test('a benchmark runs and says what it measured beside what, with its goal', async () => {
  const figures = await measure({ count: 1 })
  expect(figures.map(({ name }) => name)).toEqual(['one revocation published, 131072 entries, 2 % set'])
  for (const { value, ratio, reference, bound } of figures) {
    expect(value).toBeGreaterThan(0)
    expect(ratio).toBeGreaterThan(0)
    expect(reference).toContain('libraries')
    expect(bound).toBe('≥ 4')
  }
})
