import { describe, expect, test } from 'vitest'
import { measurementNote } from '../../../src/domain/measurement-note.ts'
import { en } from '../../../src/web/texts/en.ts'
import { ja } from '../../../src/web/texts/ja.ts'
import { measurementsOf, resultViews } from '../../../src/web/views/changes.ts'

const stood = (value: string) => ({ name: '改善前の値（単位を含む）', resultType: 'Result', value })
const became = (value: string) => ({ name: '改善後の値（単位を含む）', resultType: 'Result', value })
const change = (value: string) => ({ name: '増減（単位または％を含む、マイナスは減少）', resultType: 'Percent', value })

describe('results at work', () => {
  test('before and after of one quantity stand together', () => {
    const { changes } = resultViews([stood('作業時間：60 分/日'), became('作業時間：40 分/日')], ja.badge)
    expect(changes).toEqual([
      {
        measure: '作業時間',
        before: { label: '改善前', value: '60', unit: '分/日' },
        after: { label: '改善後', value: '40', unit: '分/日' },
        shares: { before: 100, after: 66.7 },
      },
    ])
  })

  test('a bound is printed with its word, and gets no bar and no computed rate', () => {
    const [view] = resultViews([stood('残業：15 時間'), became('残業：10 時間未満')], ja.badge).changes
    expect(view?.after).toEqual({ label: '改善後', value: '10', unit: '時間未満' })
    expect(view?.shares).toBeUndefined()
    expect(view?.howMuch).toBeUndefined()
  })

  describe('when and over what it was measured', () => {
    const measure = {
      name: { ja: '作業時間' },
      unit: '分/日',
      before: { value: 60, operator: 'eq', period: '2026-04/2026-06' },
      after: { value: 40, operator: 'eq', period: '2026-10-10/2027-01-09' },
      method: { ja: '勤怠の記録' },
      scope: { ja: '受注係4名' },
      changeKind: 'relative',
    } as const
    const { name, narrative: text } = measurementNote(measure)
    const evidence = { name, text, genre: '測定記録' }
    const pair = [stood('作業時間：60 分/日'), became('作業時間：40 分/日')]

    test('the periods stand under the figures, the scope below', () => {
      const [view] = resultViews(pair, ja.badge, measurementsOf([evidence])).changes
      expect(view?.before?.period).toBe('2026年4月～6月')
      expect(view?.after?.period).toBe('2026年10月10日～2027年1月9日')
      expect(view?.measured).toEqual(['測定範囲：受注係4名'])
    })

    test('in English the months have English names', () => {
      const [view] = resultViews(pair, en.badge, measurementsOf([evidence]), 'en').changes
      expect([view?.before?.period, view?.after?.period]).toEqual(['April – June 2026', '10 October 2026 – 9 January 2027'])
    })

    test('where only the change is public, the periods have a line of their own', () => {
      const [view] = resultViews([change('作業時間：-33.3 %')], ja.badge, measurementsOf([evidence])).changes
      expect(view?.measured?.[1]).toBe('測定期間：改善前 2026年4月～6月、改善後 2026年10月10日～2027年1月9日')
    })

    test('another quantity, another form or two that differ say nothing about these figures', () => {
      for (const said of [
        [{ ...evidence, name: '不良率の測定' }],
        [{ ...evidence, text: text.replace('測定範囲：', '範囲：') }],
        [{ ...evidence, genre: '写真' }],
        [evidence, { ...evidence, text: text.replace('4月', '5月') }],
      ])
        expect(resultViews(pair, ja.badge, measurementsOf(said)).changes[0]?.before?.period).toBeUndefined()
    })
  })

  test('two quantities do not mix', () => {
    const { changes } = resultViews([stood('不良率：3 %'), stood('手戻り：8 件'), became('手戻り：2 件'), became('不良率：1 %')], ja.badge)
    expect(changes.map(({ measure, before, after }) => [measure, before?.value, after?.value])).toEqual([
      ['不良率', '3', '1'],
      ['手戻り', '8', '2'],
    ])
  })

  test('the change alone says that the figures behind it are not public', () => {
    const [view] = resultViews([change('不良率：-7.1 %（相対値）')], ja.badge).changes
    expect(view?.howMuch).toBe('7.1％減りました')
    expect(view?.note).toBe(ja.badge.onlyChange)
  })

  test('a change of zero is neither more nor less', () => {
    expect(resultViews([change('件数：0 %')], ja.badge).changes[0]?.howMuch).toBe('変わりません')
  })

  test('points stay points', () => {
    expect(resultViews([change('正答率：12 ポイント')], ja.badge).changes[0]?.howMuch).toBe('12ポイント増えました')
  })

  test('what has no figure is shown as it is', () => {
    const { changes, facts } = resultViews(
      [{ name: '処遇・役割の変化', resultType: 'Result', value: '主任に昇進（2026-10-01）' }],
      ja.badge,
    )
    expect(changes).toEqual([])
    expect(facts).toEqual([{ name: '処遇・役割の変化', text: '主任に昇進（2026-10-01）' }])
  })

  test('a percentage of a course gets its sign, a status its word', () => {
    const { facts } = resultViews(
      [
        { name: '出席率', resultType: 'Percent', value: '92' },
        { name: '結果', resultType: 'Status', status: 'Completed' },
      ],
      ja.badge,
    )
    expect(facts.map(({ text }) => text)).toEqual(['92％', '修了'])
  })
})
