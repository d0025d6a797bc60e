import { type Measure, meets } from './figure.ts'

/** Runs one benchmark by itself and prints its figures: `npx tsx bench/show.ts issue 5000`. */
const [file = 'issue', count = '5000'] = process.argv.slice(2)
const { measure } = (await import(`./${file}.ts`)) as { measure: Measure }
for (const figure of await measure({ count: Number(count) })) {
  const { name, value, unit, reference, ratio, bound } = figure
  const met = { true: 'met', false: 'NOT MET', undefined: '' }[String(meets(figure))]
  console.log(`${name}\n    ${value.toFixed(1)} ${unit}; ${ratio.toFixed(2)} ${reference}; bound ${bound} ${met}`)
}
