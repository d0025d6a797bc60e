import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import type { Case } from './documents.ts'
import { around } from './tables/around.ts'
import { dataModel } from './tables/data-model.ts'
import { inputs } from './tables/inputs.ts'
import { keys } from './tables/keys.ts'
import { presentations } from './tables/presentations.ts'
import { proofs } from './tables/proofs.ts'
import { rewriting } from './tables/rewriting.ts'
import { status } from './tables/status.ts'
import { tokens } from './tables/tokens.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const exitCodes: Record<string, number> = { valid: 0, invalid: 1, unverifiable: 2, 'bad-request': 3 }

/** Every route and the command line give the verdict that the documents give, with 200 where it may be. */
const judge = (cases: readonly Case[]): void => {
  test.each(cases)('%s', async (_, input, expected) => {
    const [verdict, code] = expected.split(' ')
    const given = await input()
    const printed = await desk.command(given)
    if (printed !== undefined) {
      expect(`${printed.verdict} ${code === undefined ? '' : printed.code}`.trim(), 'on the command line').toBe(expected)
      expect(printed.exitCode).toBe(exitCodes[printed.verdict])
    }
    for (const heard of await desk.hear(given)) {
      expect(`${heard.verdict} ${heard.code}`.trim(), JSON.stringify(heard.body).slice(0, 1_500)).toBe(
        code === undefined ? `${verdict} ${verdict === 'valid' ? '' : heard.code}`.trim() : expected,
      )
      expect(heard.status).toBeLessThan(500)
    }
  })
}

describe('the data model (CONFORMANCE 4.1)', () => judge(dataModel))
describe('the same statements, other JSON (SECURITY T2 to T4, L3 to L5)', () => judge(rewriting))
describe('proofs, sets and chains (CONFORMANCE 4.2, VC-API 5 and 6, SECURITY L2, L8, L9, L13)', () => judge(proofs))
describe('keys and issuers (CONFORMANCE section 2, SECURITY T5, T6, T8)', () => judge(keys))
describe('status (CONFORMANCE ST-1 to ST-3, VC-API 9, SECURITY L1, L6, L7, L11)', () => judge(status))
describe('tokens and envelopes (CONFORMANCE JW-1 to JW-7, VC-API 8, SECURITY T7)', () => judge(tokens))
describe('presentations (VC-API 7 and 8)', () => judge(presentations))

describe('around the badge (CONFORMANCE 4.4, DM-25, CLR 2.0, Open Badges 2.0)', () => judge(around))
describe('inputs (SECURITY (b) steps 0 to 4, T10, T11; CONFORMANCE 4.3)', () => judge(inputs))
