import { expect, test } from 'vitest'
import { referenceCanonicalizer } from '../../../src/proof/canonicalize.ts'
import { loadContexts } from '../../../src/proof/contexts.ts'
import { shapeCanonicalizer } from '../../../src/proof/shape/shape-canonicalizer.ts'
import { differences, outcomeOf } from './compare.ts'
import { families } from './families.ts'
import { randomFrom } from './random.ts'
import { revalued } from './revalue.ts'

const contexts = loadContexts()
const reference = referenceCanonicalizer(contexts)
const shapesPerFamily = 2
const documentsPerShape = 6

test('there are at least thirty kinds of documents', () => {
  expect(Object.keys(families).length).toBeGreaterThanOrEqual(30)
})

test.each(Object.entries(families))(
  '%s: the compiled path gives the bytes of the reference path, or leaves it to it',
  async (family, make) => {
    const compiled = shapeCanonicalizer(contexts, reference, { compileAt: 'first_sight' })
    for (let shape = 1; shape <= shapesPerFamily; shape++) {
      const random = randomFrom(shape * 7919)
      let document = make(random)
      for (let index = 0; index < documentsPerShape; index++) {
        expect(await differences(compiled, document, await outcomeOf(reference, document)), `${family} ${shape}.${index}`).toEqual([])
        document = revalued(document, random)
      }
    }
  },
)
