import { describe, expect, test } from 'vitest'
import { badgeView } from '../../src/web/views/badge-view.ts'
import { BadgePage } from '../../templates/pages/badge-page.tsx'
import { badgeFacts, contextIn, courseBadge, inEachState, verificationOf, workplaceBadge } from '../web/views/sample.ts'
import { addresses, html, visibleText } from './render.ts'

const page = (...[input, context]: Parameters<typeof badgeView>): string => html(BadgePage(badgeView(input, context)))

describe('the badge page', () => {
  for (const { state, ja, en, verification, facts } of inEachState()) {
    for (const [language, word] of [
      ['ja', ja],
      ['en', en],
    ] as const) {
      test(`says "${word}" in words where the badge is ${state} (${language})`, () => {
        const text = page({ verification, facts }, contextIn(language))
        expect(text).toContain(`<html lang="${language}">`)
        expect(text).toMatch(new RegExp(`class="verdict__word"[^>]*><span class="only-spoken">[^<]+</span>${word}<`))
        const others = inEachState().filter((other) => other.state !== state)
        for (const other of others) expect(text).not.toContain(`</span>${language === 'ja' ? other.ja : other.en}</p>`)
      })
    }
  }

  test('has one h1, one main, and an outline of its own for every state', () => {
    const marks = inEachState().map(({ verification, facts }) => {
      const text = page({ verification, facts }, contextIn('ja'))
      expect(text.match(/<h1/g)).toHaveLength(1)
      expect(text.match(/<main/g)).toHaveLength(1)
      return /<svg class="verdict__mark"[^>]*>(.*?)<\/svg>/s.exec(text)?.[1]
    })
    expect(new Set(marks).size).toBe(marks.length)
  })

  test('shows the date in both calendars', () => {
    const text = visibleText(page({ verification: verificationOf(courseBadge()), facts: badgeFacts() }, contextIn('ja')))
    expect(text.replaceAll(' ', '')).toContain('令和8年10月8日（2026年10月8日）授与')
  })

  test('shows no name unless the holder shows it', () => {
    const without = page({ verification: verificationOf(courseBadge()), facts: badgeFacts() }, contextIn('ja'))
    const shown = page({ verification: verificationOf(courseBadge()), facts: badgeFacts({ holderName: '髙橋 𠮷乃' }) }, contextIn('ja'))
    expect(without).not.toContain('identity__name')
    expect(shown).toContain('髙橋 𠮷乃')
    expect(shown).toContain('<title>髙橋 𠮷乃さんのバッジ')
  })

  test('says why and since when it was revoked, and what replaces it; promises and results go', () => {
    const revoked = inEachState().find(({ state }) => state === 'revoked')
    if (revoked === undefined) throw new Error('no sample')
    const text = page({ verification: revoked.verification, facts: { ...revoked.facts, recognitions: [] } }, contextIn('ja'))
    expect(visibleText(text)).toContain('2026年10月20日')
    expect(visibleText(text)).toContain('内容を訂正し、新しく発行した')
    expect(addresses(text)).toContain('/badges/0123abcdefghjkmnpqrstvwxyz')
    expect(text).not.toContain('出席率')
    expect(text).not.toContain('このバッジを評価する企業')
  })

  test('shows before and after with their units, the change as stated, and bars on one scale', () => {
    const text = page({ verification: verificationOf(workplaceBadge()), facts: badgeFacts() }, contextIn('ja'))
    expect(visibleText(text)).toContain('改善前 18.0 時間/月')
    expect(visibleText(text)).toContain('改善後 11.5 時間/月')
    expect(visibleText(text)).toContain('36.1％減りました')
    expect(text).toMatch(/<rect class="change__bar" [^>]*width="100"/)
    expect(text).toMatch(/<rect class="change__bar change__bar--after" [^>]*width="63.9"/)
  })

  test('holds no inline style, no inline script, and loads nothing from another host', () => {
    for (const { verification, facts } of inEachState()) {
      const text = page({ verification, facts }, contextIn('ja'))
      expect(text).not.toMatch(/\sstyle=/)
      expect(text).not.toMatch(/\son[a-z]+=/)
      expect(text).not.toMatch(/<script(?! type="module" src="\/assets\/)/)
      expect([...text.matchAll(/\ssrc="([^"]*)"/g)].map((match) => match[1]).filter((src) => !src?.startsWith('/'))).toEqual([])
    }
  })

  test('prints the short number and the address beside the QR code', () => {
    const text = visibleText(page({ verification: verificationOf(courseBadge()), facts: badgeFacts() }, contextIn('ja')))
    expect(text).toContain('vebm-j4q1-5j8v')
    expect(text).toContain('badges.example/badges/abcdefghjkmnpqrstvwxyz0123')
  })

  test('is kept out of search engines unless it is public and valid', () => {
    const robots = (visibility: 'private' | 'link' | 'public') =>
      page({ verification: verificationOf(courseBadge()), facts: badgeFacts({ visibility }) }, contextIn('ja')).includes('name="robots"')
    expect([robots('private'), robots('link'), robots('public')]).toEqual([true, true, false])
  })

  test('gives a link preview only where the badge is shared', () => {
    const preview = (visibility: 'private' | 'link') =>
      page({ verification: verificationOf(courseBadge()), facts: badgeFacts({ visibility }) }, contextIn('ja')).includes('og:title')
    expect([preview('private'), preview('link')]).toEqual([false, true])
  })

  test('shows the controls to the holder alone, with the present choice', () => {
    const facts = badgeFacts({
      visibility: 'private',
      sharing: { action: '/badges/x/sharing', hidden: [{ name: 'k', value: 's&t' }], nameShown: true },
    })
    const holder = page({ verification: verificationOf(courseBadge()), facts }, contextIn('ja'))
    const others = page({ verification: verificationOf(courseBadge()), facts: badgeFacts() }, contextIn('ja'))
    expect(holder).toMatch(/<input type="radio" id="visibility-private" name="visibility" value="private" checked/)
    expect(holder).toMatch(/<input type="checkbox" id="name-shown" name="nameShown" value="on" checked/)
    expect(holder).toContain('value="s&amp;t"')
    expect(others).not.toContain('visibility')
  })

  test('offers the other language at the same address, and carries the chosen one on', () => {
    const context = { ...contextIn('en'), languageChosen: true, address: '/badges/abc?lang=en&k=secret' }
    const links = addresses(page({ verification: verificationOf(courseBadge()), facts: badgeFacts() }, context))
    expect(links).toContain('/badges/abc?lang=ja&k=secret')
    expect(links).toContain('/verify?lang=en')
  })

  test('warns of an issuer that is not on the register, whatever name it bears (SECURITY T5)', () => {
    const stranger = inEachState().find(({ state }) => state === 'unknown')
    if (stranger === undefined) throw new Error('no sample')
    const text = page({ verification: stranger.verification, facts: stranger.facts }, contextIn('ja'))
    expect(text).toMatch(/class="verdict__word"[^>]*><span class="only-spoken">判定：<\/span>発行者が未登録</)
    expect(text).not.toContain('協議会が登録した発行者です。')
  })
})
