/**
 * Compares the compiled path with the reference path over many random documents: `npx tsx scripts/fuzz-shapes.ts [COUNT] [SEED]`.
 * Prints, for each kind of document, how many were filled into a compiled shape and why the others were not; ends with 1 at a difference.
 */
import { referenceCanonicalizer } from '../src/proof/canonicalize.ts'
import { loadContexts } from '../src/proof/contexts.ts'
import { shapeCanonicalizer } from '../src/proof/shape/shape-canonicalizer.ts'
import { outcomeOf } from '../test/proof/shape/compare.ts'
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
let [documents, filled, refused, differences] = [0, 0, 0, 0]

for (const [name, make] of Object.entries(families)) {
  const compiled = shapeCanonicalizer(contexts, reference, { compileAt: 'first_sight' })
  for (let index = 0; index < perFamily; ) {
    const random = randomFrom(seed * 1_000_003 + index)
    let document = make(random)
    for (let change = 0; change < documentsPerShape && index < perFamily; change++, index++) {
      const expected = await outcomeOf(reference, document)
      const found = await outcomeOf(compiled, document)
      documents++
      if (expected.startsWith('failure: ')) refused++
      if (found !== expected) {
        differences++
        console.error(`DIFFERENCE in ${name}, seed ${seed}, document ${index}:\n${JSON.stringify(document)}\n${found}\n${expected}`)
      }
      document = revalued(document, random)
    }
  }
  const counts = compiled.counts()
  filled += counts.filled
  console.log(
    `${name}: ${perFamily} documents, ${counts.compiled} shapes compiled, ${counts.filled} filled, ${JSON.stringify(counts.fallbacks)}`,
  )
}
console.log(
  `${documents} documents of ${Object.keys(families).length} kinds: ${filled} filled, ${refused} refused by both paths, ${differences} differences`,
)
process.exitCode = differences === 0 ? 0 : 1
