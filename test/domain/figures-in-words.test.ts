import { expect, test } from 'vitest'
import { figuresInWords } from '../../src/domain/figures-in-words.ts'

test.each([
  ['見積書の作成が3時間から1時間になった', { before: '3', after: '1', unit: '時間' }],
  ['３時間かかっていたが、１時間で終わるようになった', { before: '3', after: '1', unit: '時間' }],
  ['処理は1,200件から1,500件に増えた', { before: '1200', after: '1500', unit: '件' }],
  ['不良率が4.2％から3.9％に', { before: '4.2', after: '3.9', unit: '%' }],
  ['5人で、40分/日から12分/日へ', { before: '40', after: '12', unit: '分/日' }],
])('%s', (text, figures) => {
  expect(figuresInWords(text)).toEqual(figures)
})

test.each(['仕事が楽になった', '3人で取り組んだ', '2026年に始めて、3時間短くなった'])('no before and after in: %s', (text) => {
  expect(figuresInWords(text)).toBeUndefined()
})
