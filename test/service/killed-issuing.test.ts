import { expect, test } from 'vitest'
import { killWhileIssuing } from '../../scripts/kill/run.ts'

test('a process that is killed while it issues loses nothing, issues nothing twice and goes on by itself (R1)', async () => {
  const report = await killWhileIssuing({ rows: 400, kills: 2, withinMs: 400, seed: 7, chunkSize: 20 })
  expect(report.broken).toEqual([])
  expect(report.acknowledged).toBe(400)
  expect(report.kills + report.tooLate).toBe(2)
  expect(report.kills).toBeGreaterThan(0)
}, 240_000)
