import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../src/json.ts'
import { badgeView } from '../../src/web/views/badge-view.ts'
import { verifyView } from '../../src/web/views/verify-view.ts'
import { BadgePage } from '../../templates/pages/badge-page.tsx'
import { VerifyPage } from '../../templates/pages/verify-page.tsx'
import { badgeFacts, contextIn, courseBadge, verificationOf, workplaceBadge } from '../web/views/sample.ts'
import { addresses, html, visibleText } from './render.ts'

const markup = '"><img src=x onerror=alert(1)><script>alert(1)</script>\'</title>'

/** The document with every text replaced, but for the members that decide what it is. */
const replaced = (value: Json, by: string, member = ''): Json => {
  if (typeof value === 'string')
    return ['type', 'inLanguage', 'resultDescription', 'validFrom', 'awardedDate', 'achievementType', 'resultType', '@context'].includes(
      member,
    )
      ? value
      : by
  if (Array.isArray(value)) return value.map((item) => replaced(item, by, member))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replaced(item, by, name)]))
}

const pagesOf = (document: JsonObject): string[] => {
  const verification = verificationOf(document)
  const withIssuer = { ...verification, issuer: { id: markup, name: markup, recognised: false } }
  return [
    html(BadgePage(badgeView({ verification, facts: badgeFacts() }, contextIn('ja')))),
    html(VerifyPage(verifyView({ results: [{ input: markup, verification: withIssuer }] }, contextIn('ja')))),
    html(
      VerifyPage(
        verifyView(
          {
            results: [
              { input: markup, verification: withIssuer },
              { input: markup, verification },
            ],
          },
          contextIn('en'),
        ),
      ),
    ),
  ]
}

describe('a document that wants to be more than text (SECURITY T12)', () => {
  for (const [name, sample] of [
    ['course', courseBadge],
    ['workplace', workplaceBadge],
  ] as const) {
    test(`markup in every text of a ${name} badge stays text`, () => {
      const honest = pagesOf(sample())
      const hostile = pagesOf(replaced(sample(), markup) as JsonObject)
      for (const [place, page] of hostile.entries()) {
        expect(page).not.toContain('<img src=x')
        expect(page).not.toContain('<script>')
        expect(page.match(/<script/g)).toEqual(honest[place]?.match(/<script/g))
        expect(page.match(/<img/g)).toEqual(honest[place]?.match(/<img/g))
        expect(page.match(/<title>/g)).toHaveLength(1)
      }
      expect(visibleText(hostile[0] ?? '')).toContain('<img src=x onerror=alert(1)>')
    })

    for (const address of [
      'javascript:alert(1)',
      'data:text/html,<script>alert(1)</script>',
      'http://plain.example/',
      'https://user:pass@host.example/',
      '//other.example',
    ]) {
      test(`${address} in every text of a ${name} badge never becomes a link`, () => {
        for (const page of pagesOf(replaced(sample(), address) as JsonObject)) {
          const wrong = addresses(page).filter((link) => !/^(https:\/\/badges\.example|\/(?!\/)|#)/.test(link))
          expect(wrong).toEqual([])
        }
      })
    }
  }

  test('an https address becomes a link', () => {
    const pages = pagesOf(replaced(courseBadge(), 'https://standard.example/item') as JsonObject)
    expect(addresses(pages[0] ?? '')).toContain('https://standard.example/item')
  })

  test('marks that turn the direction of text are removed', () => {
    const badge = replaced(courseBadge(), 'safe\u202Eexe.gpj') as JsonObject
    expect(pagesOf(badge)[0]).not.toContain('\u202E')
  })

  test('an object in the place of a text shows nothing and makes no element', () => {
    const badge = courseBadge()
    const vnode: JsonObject = { type: 'script', props: { children: 'child of an object' }, key: null, constructor: null }
    const pages = pagesOf({
      ...badge,
      name: vnode,
      credentialSubject: { ...(badge['credentialSubject'] as JsonObject), role: vnode, narrative: vnode },
    })
    for (const page of pages) expect(page).not.toContain('child of an object')
  })
})
