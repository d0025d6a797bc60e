import { describe, expect, test } from 'vitest'
import { csvFile } from '../../../src/domain/csv-out.ts'
import { mostInputs, type VerifyPageInput, verifyView } from '../../../src/web/views/verify-view.ts'
import { VerifyPage } from '../../../templates/pages/verify-page.tsx'
import { addresses, html, visibleText } from '../../templates/render.ts'
import { badgeFacts, contextIn, courseBadge, inEachState, verificationOf } from './sample.ts'

const all = () =>
  inEachState().map(({ state, verification, facts }) => ({
    input: `${state}.json`,
    verification,
    ...(state === 'unknown' || state === 'invalid' ? {} : { own: { ...facts, pageUrl: `/badges/${state}` } }),
  }))
const csvOf = (results: VerifyPageInput['results']): string => {
  const view = verifyView({ results, seal: () => 'sealed' }, contextIn('ja'))
  const fields = view.result?.kind === 'many' ? view.result.table?.fields : undefined
  expect(fields?.[1]).toEqual({ name: 'seal', value: 'sealed' })
  const [header = [], ...rows] = JSON.parse(fields?.[0]?.value ?? '[]') as string[][]
  return csvFile(header, rows)
}

describe('the verification page', () => {
  test('without input is a form that works without a script', () => {
    const page = html(VerifyPage(verifyView({ results: [] }, contextIn('ja'))))
    expect(page).toMatch(/<form [^>]*action="\/verify" method="post" enctype="multipart\/form-data"/)
    expect(page).toMatch(/<textarea [^>]*name="text"/)
    expect(page).toMatch(/<input [^>]*type="file" name="file" multiple/)
    expect(page).toMatch(/id="camera" hidden/)
    expect(visibleText(page)).toContain(`${mostInputs}件まで`)
  })

  test('names a mistake on top and at its field', () => {
    const page = html(VerifyPage(verifyView({ results: [], problem: { kind: 'too_many', count: 51 } }, contextIn('ja'))))
    expect(page).toContain('<a href="#verify-text">51件あります。一度に50件までです。</a>')
    expect(page).toMatch(/<textarea [^>]*aria-describedby="verify-text-hint verify-text-error" aria-invalid="true"/)
  })

  for (const language of ['ja', 'en'] as const) {
    test(`with one result answers in words, with the four questions (${language})`, () => {
      for (const { verification, ...sample } of inEachState()) {
        const page = html(VerifyPage(verifyView({ results: [{ input: 'x.json', verification }] }, contextIn(language))))
        // Without our own records a suspension is a set bit, as for every other verifier.
        const word = sample.state === 'suspended' ? (language === 'ja' ? '取消し' : 'Revoked') : sample[language]
        expect(page).toMatch(new RegExp(`class="verdict__word"[^>]*><span class="only-spoken">[^<]+</span>${word}<`))
        expect(page.match(/<ul class="checks">.*?<\/ul>/s)?.[0].match(/<li/g)).toHaveLength(4)
      }
    })
  }

  test('an altered badge shows nothing of what it claims', () => {
    const altered = inEachState().find(({ state }) => state === 'invalid')
    if (altered === undefined) throw new Error('no sample')
    const text = visibleText(
      html(VerifyPage(verifyView({ results: [{ input: 'x.json', verification: altered.verification }] }, contextIn('ja')))),
    )
    expect(text).not.toContain('デジタルリテラシー')
    expect(text).toContain('署名が合いません')
  })

  test('an issuer that is not on the register gets the warning, the name as a claim, and no colour of the programme (SECURITY T5)', () => {
    const stranger = inEachState().find(({ state }) => state === 'unknown')
    if (stranger === undefined) throw new Error('no sample')
    const page = html(VerifyPage(verifyView({ results: [{ input: 'x.json', verification: stranger.verification }] }, contextIn('ja'))))
    expect(page).toContain('class="sheet sheet--foreign"')
    expect(visibleText(page)).toContain('名乗っている発行者 ひたち野リスキリング推進協議会')
    expect(visibleText(page)).toContain('協議会は確かめていません。')
  })

  test('an input that could not be read says why', () => {
    const verification = {
      ...verificationOf(undefined, 'bad-request'),
      issuer: undefined,
      kind: undefined,
      checks: [{ id: 'input', status: 'failed', code: 'input.type_unsupported', detail: 'Files of this type are not read here.' }] as const,
    }
    const result = { input: 'foto.gif', verification: { ...verification, checks: [...verification.checks] } }
    const text = visibleText(html(VerifyPage(verifyView({ results: [result] }, contextIn('ja')))))
    expect(text).toContain('読み取れません')
    expect(text).toContain('この種類のファイルは読めません。')
  })

  test('several results are a table with counts by verdict', () => {
    const page = html(VerifyPage(verifyView({ results: all() }, contextIn('ja'))))
    expect(page.match(/<tbody>.*<\/tbody>/s)?.[0].match(/<tr>/g)).toHaveLength(7)
    expect(page.match(/<ul class="counts">.*?<\/ul>/s)?.[0].match(/<b>1<\/b>/g)).toHaveLength(7)
    expect(visibleText(page)).toContain('7件の結果')
    expect(addresses(page)).toContain('/badges/valid')
  })

  test('the table can be saved: one line for each input, names first shown by their holder only', () => {
    const csv = csvOf(all())
    const lines = csv.split('\r\n')
    expect(lines).toHaveLength(9)
    expect(lines[0]).toBe('\uFEFF判定,氏名,バッジ,分かったこと,発行者,確認の日時,入力')
    expect(lines[1]).toContain('有効,佐久間 蒼太,')
    expect(lines[2]).toContain('一時停止,氏名の記載なし,')
  })

  test('a cell that a spreadsheet would run is made harmless (SECURITY T22)', () => {
    const verification = verificationOf({ ...courseBadge(), credentialSubject: {}, name: '=HYPERLINK("https://x.example")' })
    const csv = csvOf([{ input: '@x', verification }, ...all()])
    expect(csv).toContain(`"'=HYPERLINK(""https://x.example"")"`)
    expect(csv).toContain(",'@x")
  })

  test('what is inside a record of several credentials is judged one by one', () => {
    const inside = inEachState().map(({ verification }) => verification)
    const verification = { ...verificationOf(courseBadge()), contained: inside }
    const page = html(VerifyPage(verifyView({ results: [{ input: 'clr.json', verification }] }, contextIn('ja'))))
    for (const word of ['有効', '取消し', '期限切れ', '確認できません', '発行者が未登録', '無効'])
      expect(page).toMatch(new RegExp(`</svg>${word}</span>`))
  })

  test('our own records name the reason of a revocation', () => {
    const revoked = inEachState().find(({ state }) => state === 'revoked')
    if (revoked === undefined) throw new Error('no sample')
    const own = { ...badgeFacts(revoked.facts), pageUrl: '/badges/x' }
    const view = verifyView({ results: [{ input: 'a', verification: revoked.verification, own }, ...all()] }, contextIn('ja'))
    expect(view.result?.kind === 'many' && view.result.list.rows[0]?.found).toBe(
      '2026年10月20日に取り消されました。理由：内容を訂正し、新しく発行した',
    )
  })
})
