import { create } from 'fontkit'
import { expect, test } from 'vitest'
import { type Certificate, certificatePdf } from '../../src/web/images/certificate.ts'
import { glyphsOf } from '../../src/web/images/font.ts'
import { readPdf } from '../support/pdf-read.ts'

const certificate: Certificate = {
  number: 'R8-DL-BASIC-012',
  course: 'デジタルリテラシー実践講座（基礎コース）（デモ）',
  name: '三ッ井 さくら',
  date: '令和8年7月28日',
  issuer: { name: 'ひたち野リスキリング推進協議会（デモ）', official: { title: '会長', name: '見本 太郎' } },
  seal: '見本之印',
  operator: 'ひたち野産業人材育成センター（デモ）',
  url: 'https://badges.example/badges/49m5cn5phpbp',
  shortId: '49m5-cn5p-hpbp',
  isReprint: false,
  createdAt: new Date('2026-11-23T00:00:00Z'),
}

const textsOf = async (given: Certificate): Promise<string[]> => readPdf(await certificatePdf(given)).texts.map(({ text }) => text)

test('a certificate says in reading order what DOMAIN section 14 asks for, and its text can be copied', async () => {
  expect(await textsOf(certificate)).toEqual([
    '第R8-DL-BASIC-012号',
    '修了証',
    'デジタルリテラシー実践講座（基礎コース）（デモ）',
    '三ッ井 さくら',
    'あなたは本協議会が認定する上記の講座を修了したことを証します',
    '令和8年7月28日',
    'ひたち野リスキリング推進協議会（デモ）',
    '会長　',
    '見本 太郎',
    'この修了証はオープンバッジとして確かめられます',
    'https://badges.example/badges/49m5cn5phpbp',
    '番号 49m5-cn5p-hpbp　実施機関 ひたち野産業人材育成センター（デモ）',
  ])
})

test('the fixed sentences have neither 、 nor 。', async () => {
  expect((await textsOf(certificate)).join('')).not.toMatch(/[、。]/)
})

test('a reprint carries 写し, an original does not', async () => {
  expect(await textsOf({ ...certificate, isReprint: true })).toContain('写し')
  expect(await textsOf(certificate)).not.toContain('写し')
})

test('no glyph of a name is lost: what is embedded has the outlines of the very characters', async () => {
  const name = '𠮷田﨑 髙葛\u{e0100}城葛辻'
  const pdf = readPdf(await certificatePdf({ ...certificate, name }))
  const shown = pdf.texts.find(({ text }) => text === name)
  if (shown === undefined) throw new Error('the name cannot be copied from the file')
  const embedded = create(pdf.fontFile(shown.font))
  const expected = glyphsOf(name, 700)
  expect(shown.glyphs).toHaveLength(expected.length)
  for (const [n, glyph] of shown.glyphs.entries()) {
    expect(embedded.getGlyph(glyph).path.commands).toEqual(expected[n]?.path.commands)
  }
  const [variant, common] = [shown.glyphs[5], shown.glyphs[7]]
  expect(variant).not.toBe(common)
})

test('the file is tagged Japanese text with a title, one heading, pictures that have words, and a link', async () => {
  const { objects } = readPdf(await certificatePdf(certificate))
  expect(objects).toMatch(/\/Marked true/)
  expect(objects).toMatch(/\/Lang \(ja-JP\)/)
  expect(objects).toMatch(/\/DisplayDocTitle true/)
  expect(objects.match(/\/S \/H1\b/g)).toHaveLength(1)
  expect(objects.match(/\/S \/Figure\b/g)).toHaveLength(2)
  expect(objects.match(/\/S \/Figure\s+\/Alt /g)).toHaveLength(2)
  expect(objects.match(/\/S \/Link\b/g)).toHaveLength(1)
  expect(objects).toContain(`/URI (${certificate.url})`)
})

test('it is one sheet of A4, landscape', async () => {
  const { objects } = readPdf(await certificatePdf(certificate))
  const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(objects) ?? []
  expect([Number(width), Number(height)].map((points) => Math.round((points / 72) * 25.4))).toEqual([297, 210])
  expect(objects.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1)
})

test('the same certificate and instant give the same bytes, whatever was made in between', async () => {
  const first = await certificatePdf(certificate)
  await certificatePdf({ ...certificate, name: '⼀ 花子' })
  expect(await certificatePdf(certificate)).toEqual(first)
})

test('a name that has no room is refused, and a character that the font lacks is named', async () => {
  await expect(certificatePdf({ ...certificate, name: 'あ'.repeat(30) })).resolves.toBeInstanceOf(Uint8Array)
  await expect(certificatePdf({ ...certificate, name: 'あ'.repeat(60) })).rejects.toThrow(/no room for this name/)
  await expect(certificatePdf({ ...certificate, name: '山田 𓀀' })).rejects.toThrow(/U\+13000/)
})
