import { DOMParser, onErrorStopParsing } from '@xmldom/xmldom'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BadgeArt, type BadgeArtKind, badgeArtProblems, badgeSvg, badgeSvgOutlined } from '../../src/web/images/badge-art.ts'
import { badgePng } from '../../src/web/images/render-png.ts'
import { chunksOf, readPng } from '../support/png-read.ts'

const art: BadgeArt = {
  kind: 'course_completion',
  name: 'デジタルリテラシー実践講座（基礎コース）（デモ）',
  level: '修了・基礎',
  year: '令和8年度',
}
const kinds: BadgeArtKind[] = ['course_completion', 'workplace_achievement', 'declared_employer']

const parse = (svg: string) => new DOMParser({ onError: onErrorStopParsing }).parseFromString(svg, 'image/svg+xml')
const elements = (svg: string, name: string) => Array.from(parse(svg).getElementsByTagName(name))
const texts = (svg: string): string[] => elements(svg, 'text').map(({ textContent }) => textContent ?? '')

test.each(kinds)('a %s picture carries its character, the name in lines, level and year, and nothing is left to fill', (kind) => {
  const svg = badgeSvg({ ...art, kind })
  const glyph = { course_completion: '修', workplace_achievement: '果', declared_employer: '宣' }[kind]
  const [first, ...rest] = texts(svg)
  expect(first).toBe(glyph)
  expect(rest.slice(0, -2).join('')).toBe(art.name)
  expect(rest.slice(-2)).toEqual(['令和8年度', '修了・基礎'])
  expect(svg).not.toContain('{{')
})

test('a name breaks before its brackets, not inside a word', () => {
  expect(texts(badgeSvg(art)).slice(1, -2)).toEqual(['デジタルリテラシー実践講座', '（基礎コース）（デモ）'])
})

test('the same input gives the same bytes', () => {
  expect(badgeSvgOutlined(art)).toBe(badgeSvgOutlined({ ...art }))
  expect(badgePng(badgeSvgOutlined(art), 96)).toEqual(badgePng(badgeSvgOutlined(art), 96))
})

describe('T11: a name is text, whatever it holds', () => {
  const hostile = '</text><script>x</script>'

  test('a name that closes the text element and opens a script gives no script element', () => {
    const svg = badgeSvg({ ...art, name: hostile, title: hostile, description: `${hostile}--><![CDATA[` })
    expect(elements(svg, 'script')).toEqual([])
    expect(texts(svg).slice(1, -2).join('')).toBe(hostile)
    expect(elements(svg, 'title')[0]?.textContent).toBe(hostile)
    expect(elements(badgeSvgOutlined({ ...art, name: hostile }), 'script')).toEqual([])
  })

  test('any title and description give a well-formed picture of the same elements', () => {
    const names = (svg: string) => elements(svg, '*').map(({ nodeName }) => nodeName)
    const usual = names(badgeSvg(art))
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (title, description) => {
        expect(names(badgeSvg({ ...art, title, description: `${description}\u0000\ud800` }))).toEqual(usual)
      }),
      { numRuns: 50 },
    )
  })
})

describe('outlines', () => {
  test('the outlined picture has no text and needs no font, but still tells its title and description', () => {
    const svg = badgeSvgOutlined(art)
    expect(elements(svg, 'text')).toEqual([])
    expect(elements(svg, 'title')[0]?.textContent).toBe(art.name)
    expect(elements(svg, 'desc')[0]?.textContent).toBe('修了・基礎、令和8年度')
  })

  test('it looks as the picture with real text does', () => {
    for (const kind of kinds) {
      const named = { ...art, kind, name: '髙﨑𠮷田株式会社' }
      const [outlined, real] = [readPng(badgePng(badgeSvgOutlined(named), 400)), readPng(badgePng(badgeSvg(named), 400))]
      const different = outlined.rgba.filter((value, at) => Math.abs(value - (real.rgba[at] ?? 0)) > 96).length
      expect(different / outlined.rgba.length).toBeLessThan(0.001)
    }
  })

  test.each([
    ['髙', '高'],
    ['﨑', '崎'],
    ['𠮷', '吉'],
    ['葛\u{e0100}', '葛'],
  ])('%s is drawn in its own form, not as %s', (given, common) => {
    expect(badgeSvgOutlined({ ...art, name: given, title: '-' })).not.toBe(badgeSvgOutlined({ ...art, name: common, title: '-' }))
  })
})

describe('what does not fit is refused', () => {
  const longest = 'あ'.repeat(57)

  test('a name that fills three lines at the smallest size is set, one character more is refused by name', () => {
    expect(texts(badgeSvg({ ...art, name: longest })).slice(1, -2)).toHaveLength(3)
    expect(badgeArtProblems({ ...art, name: `${longest}あ` }).map(({ path }) => path)).toEqual(['name'])
    expect(() => badgeSvg({ ...art, name: `${longest}あ` })).toThrow(/name is empty or does not fit into three lines/)
  })

  test.each([
    ['course_completion', 9],
    ['workplace_achievement', 9],
    ['declared_employer', 10],
  ] as const)('the level of a %s picture has room for %i characters', (kind, room) => {
    expect(badgeArtProblems({ ...art, kind, level: '修'.repeat(room) })).toEqual([])
    expect(badgeArtProblems({ ...art, kind, level: '修'.repeat(room + 1) }).map(({ path }) => path)).toEqual(['level'])
  })

  test('a character that the font lacks is named, never drawn as an empty box', () => {
    expect(badgeArtProblems({ ...art, name: '講座𓀀' })).toEqual([
      { path: 'name', message: 'needs another font: Noto Sans JP has no glyph for 𓀀 (U+13000).' },
    ])
  })
})

test('the PNG has the asked size, a transparent corner and no text chunk of its own', () => {
  const bytes = badgePng(badgeSvgOutlined(art), 240)
  const { width, height, rgba } = readPng(bytes)
  expect([width, height, rgba[3]]).toEqual([240, 240, 0])
  expect(chunksOf(Buffer.from(bytes)).filter(({ type }) => /^[a-z]/i.test(type) && type.endsWith('Xt'))).toEqual([])
})
