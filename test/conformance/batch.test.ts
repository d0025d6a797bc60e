import { parse } from 'csv-parse/sync'
import request from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import { filesIn, inputs } from './tables/inputs.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  // The thread for drawings starts now: a batch has a time limit, and a busy machine takes its time to start one.
  await desk.hear({ file: '<svg xmlns="http://www.w3.org/2000/svg"/>' })
})
afterAll(() => desk.close())

/** Fifty different files, good ones between damaged ones and files that are no badge at all. */
const files = (await filesIn(inputs)).filter(({ content }) => content.length > 0 && content.length < 200_000).slice(0, 50)
const nameOf = (place: number): string => `${String(place).padStart(2, '0')} ${['badge', '=SUM(A1)', '証明書', 'a,b "c"'][place % 4]}`

const post = (accept: string, fields: Record<string, string> = {}, given = files) => {
  const call = request(desk.app).post('/verify').set('Accept', accept)
  for (const [name, value] of Object.entries(fields)) call.field(name, value)
  given.forEach(({ content }, place) => {
    call.attach('file', Buffer.from(content as string), nameOf(place))
  })
  return call
}

test('fifty files: each has its own verdict, in the order in which they were chosen', async () => {
  expect(files).toHaveLength(50)
  const { status, body } = await post('application/json')
  expect(status).toBe(200)
  const results = body.results as { input: string; verdict: string }[]
  expect(results.map(({ verdict }, place) => `${files[place]?.title}: ${verdict}`)).toEqual(
    files.map(({ title, verdict }) => `${title}: ${verdict}`),
  )
  expect(results.map(({ input }) => input.slice(0, 2))).toEqual(files.map((_, place) => nameOf(place).slice(0, 2)))
})

test('the same as a table: one row a file, and no cell that a spreadsheet would run', async () => {
  const { status, text, headers } = await post('text/csv', { format: 'csv' })
  expect(status).toBe(200)
  expect(headers['content-type']).toMatch(/^text\/csv/)
  const [, ...rows] = parse(text, { bom: true }) as string[][]
  expect(rows).toHaveLength(50)
  const last = rows.map((cells) => cells.at(-1) ?? '')
  expect(last.map((cell) => cell.replace(/^'/, '').slice(0, 2))).toEqual(files.map((_, place) => nameOf(place).slice(0, 2)))
  expect(rows.flat().every((cell) => !/^[=+\-@\t\r\n＝＋－＠]/.test(cell) || cell === '-')).toBe(true)
})

test('the same as a page: every name stands in it', async () => {
  const { status, text } = await post('text/html')
  expect(status).toBe(200)
  for (const [place] of files.entries()) expect(text).toContain(nameOf(place).slice(0, 2))
  expect(text).toContain('証明書')
})

test('fifty-one files, and more than 20 MB together, are refused as a whole', async () => {
  const [one] = files
  if (one === undefined) throw new Error('no file')
  expect((await post('application/json', {}, [...files, one])).status).toBe(413)
  const large = Array.from({ length: 5 }, () => ({ ...one, content: 'x'.repeat(4_500_000) }))
  expect((await post('application/json', {}, large)).status).toBe(413)
})
