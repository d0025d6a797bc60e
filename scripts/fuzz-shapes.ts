/**
 * Compares the compiled path with the reference path over many random documents: `npx tsx scripts/fuzz-shapes.ts [COUNT] [SEED]`.
 * Prints, for each kind of document, how many were filled into a compiled shape and why the others were not; ends with 1 at a difference.
 */
import { referenceCanonicalizer } from '../src/proof/canonicalize.ts'
import { loadContexts } from '../src/proof/contexts.ts'
import { shapeCanonicalizer } from '../src/proof/shape/shape-canonicalizer.ts'
import { differences, outcomeOf } from '../test/proof/shape/compare.ts'
import { families } from '../test/proof/shape/families.ts'
import { randomFrom } from '../test/proof/shape/random.ts'
import { revalued } from '../test/proof/shape/revalue.ts'

const count = Number(process.argv[2] ?? 20_000)
const seed = Number(process.argv[3] ?? 1)
/** documents that are made from one by changing its texts */
const documentsPerShape = 10

const contexts = loadContexts()
const reference = referenceCanonicalizer(contexts)
const perFamily = Math.ceil(count / Object.keys(families).length)
let [documents, filled, cast, refused, wrong] = [0, 0, 0, 0, 0]

for (const [name, make] of Object.entries(families)) {
  const compiled = shapeCanonicalizer(contexts, reference, { compileAt: 'first_sight' })
  for (let index = 0; index < perFamily; ) {
    const random = randomFrom(seed * 1_000_003 + index)
    let document = make(random)
    for (let change = 0; change < documentsPerShape && index < perFamily; change++, index++) {
      const expected = await outcomeOf(reference, document)
      const found = await differences(compiled, document, expected)
      documents++
      if (expected.startsWith('failure: ')) refused++
      if (found.length > 0) {
        wrong++
        console.error(
          `DIFFERENCE in ${name}, seed ${seed}, document ${index}: ${found.join(', ')}\n${JSON.stringify(document)}\n${expected}`,
        )
      }
      document = revalued(document, random)
    }
  }
  const counts = compiled.counts()
  filled += counts.filled
  cast += counts.cast
  console.log(
    `${name}: ${perFamily} documents, ${counts.compiled} shapes, ${counts.filled} filled (${counts.cast} cast), ${JSON.stringify(counts.fallbacks)}`,
  )
}
console.log(`${documents} documents of ${Object.keys(families).length} kinds, each asked for three times:`)
console.log(`${filled} filled (${cast} of them cast), ${refused} documents refused by both paths, ${wrong} differences`)
process.exitCode = wrong === 0 ? 0 : 1
