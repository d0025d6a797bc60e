import { expect, test } from 'vitest'
import { badgeSvgOutlined } from '../../src/web/images/badge-art.ts'
import { ogCardPng } from '../../src/web/images/og-card.ts'
import { type Picture, readPng } from '../support/png-read.ts'

const card = {
  badgeName: '業務改善実践者（働き方改善）（デモ）',
  issuerName: 'ひたち野リスキリング推進協議会（デモ）',
  artSvg: badgeSvgOutlined({ kind: 'workplace_achievement', name: '業務改善実践者', level: '勤務先確認済み', year: '令和8年度' }),
}

interface Area {
  left: number
  top: number
  right: number
  bottom: number
}
const nameArea: Area = { left: 640, top: 170, right: 1180, bottom: 400 }
const verdictArea: Area = { left: 900, top: 510, right: 1180, bottom: 590 }
const artArea: Area = { left: 60, top: 80, right: 540, bottom: 570 }

const inkIn = ({ rgba, width }: Picture, { left, top, right, bottom }: Area): number => {
  let ink = 0
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) if ((rgba[(y * width + x) * 4] ?? 255) < 128) ink += 1
  }
  return ink
}

test('the card is 1200 × 630 with the badge picture, the name, and no verdict unless one is given', () => {
  const plain = readPng(ogCardPng(card))
  expect([plain.width, plain.height]).toEqual([1200, 630])
  expect(inkIn(plain, artArea)).toBeGreaterThan(10_000)
  expect(inkIn(plain, nameArea)).toBeGreaterThan(2_000)
  expect(inkIn(plain, verdictArea)).toBe(0)
  expect(inkIn(readPng(ogCardPng({ ...card, verdictWord: '取消し' })), verdictArea)).toBeGreaterThan(500)
})

test('the same card gives the same bytes', () => {
  expect(ogCardPng(card)).toEqual(ogCardPng({ ...card }))
})

test('a name of any length and with any characters still gives a card, inside its edges', () => {
  for (const badgeName of ['長い名前'.repeat(200), 'x'.repeat(2000), '𓀀🎉\u0000\ud800', '', '</text><script>x</script>']) {
    const picture = readPng(ogCardPng({ ...card, badgeName, issuerName: badgeName }))
    expect(inkIn(picture, { left: 1176, top: 20, right: 1200, bottom: 630 })).toBe(0)
  }
})
