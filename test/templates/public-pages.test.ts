import type { VNode } from 'preact'
import { describe, expect, test } from 'vitest'
import type { Achievement } from '../../src/domain/achievement.ts'
import type { IssuerKey } from '../../src/domain/issuer.ts'
import type { Organisation } from '../../src/domain/organisation.ts'
import { achievementView } from '../../src/web/views/achievement-view.ts'
import { type DeclarationPageInput, declarationView } from '../../src/web/views/declaration-view.ts'
import { type EmployerFacts, employersView, employerView } from '../../src/web/views/employer-view.ts'
import { achievementsView, frontView, startView } from '../../src/web/views/front-view.ts'
import { issuerView } from '../../src/web/views/issuer-view.ts'
import type { PageContext } from '../../src/web/views/page-context.ts'
import { goneView, notFoundView, problemView } from '../../src/web/views/problem-view.ts'
import type { RecognitionFacts } from '../../src/web/views/recognition-view.ts'
import { AchievementPage } from '../../templates/pages/achievement-page.tsx'
import { DeclarationPage } from '../../templates/pages/declaration-page.tsx'
import { EmployerPage } from '../../templates/pages/employer-page.tsx'
import { FrontPage } from '../../templates/pages/front-page.tsx'
import { IssuerPage } from '../../templates/pages/issuer-page.tsx'
import { AchievementsPage, EmployersPage } from '../../templates/pages/list-page.tsx'
import { ProblemPage } from '../../templates/pages/problem-page.tsx'
import { StartPage } from '../../templates/pages/start-page.tsx'
import { contextIn } from '../web/views/sample.ts'
import { addresses, html, visibleText } from './render.ts'

const markup = '<b>"x"</b>'

const achievement: Achievement = {
  id: '/achievements/dl-basic-r8',
  slug: 'dl-basic-r8',
  version: '1.0',
  kind: 'course_completion',
  achievementType: 'CertificateOfCompletion',
  humanCode: 'DL-BASIC-R8',
  name: `基礎コース${markup}（デモ）`,
  description: '24時間の講座です。',
  inLanguage: 'ja',
  criteriaNarrative: '1. 出席率80%以上\n2. 確認テスト70点以上',
  creatorId: 'org-council',
  alignment: [{ targetName: 'ツール利用', targetUrl: 'javascript:alert(1)', targetFramework: 'DXリテラシー標準' }],
  resultDescription: [{ id: 'urn:x:1', name: '出席率', resultType: 'Percent', requiredValue: '80' }],
  tag: [],
  related: [],
  art: { level: '基礎', year: '令和8年度' },
  isDemo: true,
}

const organisation: Organisation = {
  id: 'org-1',
  slug: 'emp-01',
  kind: 'employer',
  name: { ja: `株式会社カワヌマ精機${markup}（デモ）` },
  corporateNumber: '6999901000101',
  url: 'javascript:alert(1)',
  isDemo: true,
}

const promise: RecognitionFacts = {
  firm: organisation.name,
  firmUrl: '/employers/emp-01',
  use: 'allowance',
  strength: 'guaranteed',
  text: { ja: '月額5,000円の資格手当を支給します。' },
  validUntil: '2028-02-20',
  declarationUrl: '/declarations/DEC-01',
}

const employer: EmployerFacts = {
  organisation,
  url: '/employers/emp-01',
  declaration: { url: '/declarations/DEC-01', statement: { ja: '学びと成果を処遇に結び付けます。' }, validUntil: '2028-02-20' },
  recognitions: [promise],
  honours: [{ announcedOn: '2026-11-05', citation: { ja: '時間外労働を削減' } }],
}

const key = (kid: string, state: IssuerKey['state'], from: string, until?: string): IssuerKey => ({
  kid,
  issuerId: 'i',
  publicKeyMultibase: 'z6Mk',
  state,
  notBefore: new Date(from),
  ...(until === undefined ? {} : { notAfter: new Date(until) }),
})

const declaration: DeclarationPageInput = {
  declaration: {
    id: 'DEC-01',
    employerId: 'org-1',
    corporateNumber: '6999901000101',
    version: 1,
    statement: { ja: '学びと成果を処遇に結び付けます。' },
    measures: ['study_time', 'something_else'],
    badgeRecognitions: [
      {
        achievements: ['https://badges.example/achievements/dl-basic-r8'],
        use: 'allowance',
        strength: 'guaranteed',
        text: { ja: '月額5,000円の資格手当を支給します。' },
        effect: { kind: 'monthly_allowance', amountJPY: 5000, from: '2026-09-01' },
        rule: { ja: '賃金規程 第18条' },
        appliesTo: ['regular'],
      },
    ],
    noRecognitionYet: false,
    isDemo: true,
    state: 'published',
    submittedOn: '2026-02-10',
    publishedOn: '2026-02-20',
    validUntil: '2028-02-20',
    publishedBy: 'user-1',
  },
  url: '/declarations/DEC-01',
  employer: organisation,
  employerUrl: '/employers/emp-01',
  achievements: new Map([['https://badges.example/achievements/dl-basic-r8', { name: achievement.name, url: achievement.id }]]),
  today: '2026-11-23',
}

const issuerInput = {
  url: '/issuers/council',
  issuer: {
    id: 'i',
    slug: 'council',
    name: { ja: '協議会（デモ）' },
    did: 'did:web:badges.example',
    method: 'web',
    statusPurpose: 'revocation',
    securing: 'eddsa-rdfc-2022',
    isDemo: true,
  },
  organisation,
  keys: [key('key-1', 'retired', '2025-04-01T00:00:00Z', '2026-03-31T00:00:00Z'), key('key-2', 'active', '2026-03-31T00:00:00Z')],
  didDocumentUrl: '/.well-known/did.json',
  achievements: [],
} as const

const pages: Record<string, (context: PageContext) => VNode> = {
  front: (context) =>
    FrontPage(
      frontView(
        {
          totals: { validBadges: 40, declaredEmployers: 9, honouredEmployers: 2 },
          achievements: [{ achievement, countedBy: 3 }],
          promises: [promise],
          cases: [],
          isDemo: true,
        },
        context,
      ),
    ),
  start: (context) => StartPage(startView(context)),
  achievements: (context) => AchievementsPage(achievementsView({ achievements: [{ achievement, countedBy: 0 }], isDemo: true }, context)),
  achievement: (context) =>
    AchievementPage(
      achievementView(
        { achievement, recognitions: [promise], awarded: 12, versions: [{ id: '/achievements/dl-basic-r8/v/2', version: '2.0' }] },
        context,
      ),
    ),
  issuer: (context) => IssuerPage(issuerView(issuerInput, context)),
  employers: (context) => EmployersPage(employersView({ employers: [employer], isDemo: true }, context)),
  employer: (context) => EmployerPage(employerView(employer, context)),
  declaration: (context) => DeclarationPage(declarationView(declaration, context)),
  'not found': (context) => ProblemPage(notFoundView(context)),
  gone: (context) => ProblemPage(goneView(context)),
  error: (context) => ProblemPage(problemView({ status: 500, code: 'internal', incident: '6c1a6e0e' }, context)),
}

const page = (name: string, language: 'ja' | 'en' = 'ja'): string =>
  html((pages[name] as (context: PageContext) => VNode)(contextIn(language)))

describe.each(Object.keys(pages))('the page "%s"', (name) => {
  test.each(['ja', 'en'] as const)('has language, title, one h1 and one main (%s)', (language) => {
    const text = page(name, language)
    expect(text).toContain(`<html lang="${language}">`)
    expect(text).toMatch(/<title>[^<]+<\/title>/)
    expect(text.match(/<h1/g)).toHaveLength(1)
    expect(text.match(/<main id="main"/g)).toHaveLength(1)
    expect(text).toContain('<a class="skip" href="#main">')
  })

  test('keeps markup and script links of its data out of the document', () => {
    const text = page(name)
    expect(text).not.toContain(markup)
    expect(addresses(text).filter((address) => !/^(https:\/\/badges\.example|\/(?!\/)|#)/.test(address))).toEqual([])
    expect(text).not.toMatch(/\sstyle=/)
  })

  test('never skips a level of heading', () => {
    const levels = [...page(name).matchAll(/<h([1-6])/g)].map((match) => Number(match[1]))
    levels.forEach((level, place) => {
      expect(level - (levels[place - 1] ?? 0)).toBeLessThanOrEqual(1)
    })
  })
})

describe('what the public pages say', () => {
  test('the front page shows totals, badges with their firms, and a search that needs no script', () => {
    const text = page('front')
    expect(visibleText(text)).toContain('有効なバッジ 40 件')
    expect(visibleText(text)).toContain('3社が評価')
    expect(text).toMatch(/<form class="search" action="\/verify">/)
  })

  test('an empty service says what to do next', () => {
    const text = visibleText(page('start'))
    expect(text).toContain('npm run akashi -- issuer create')
    expect(text).toContain('npm run akashi -- demo load')
  })

  test('an issuer shows its retired keys with their dates', () => {
    const text = visibleText(page('issuer'))
    expect(text).toMatch(/key-1 使用終了 令和7年4月1日 （2025年4月1日） 令和8年3月31日/)
    expect(text).toMatch(/key-2 使用中 .*定めなし/)
    expect(text).toContain('did:web:badges.example')
  })

  test('a promise shows its terms, its strength in a word, and that the firm’s rules decide', () => {
    const text = visibleText(page('declaration'))
    expect(text).toContain('必ず実施する')
    expect(text).toContain('開始 2026年9月1日')
    expect(text).toContain('根拠となる規程 賃金規程 第18条')
    expect(text).toContain('支給条件は各社の規程によります。')
  })

  test('a declaration past its last day says so, and that earned promises stay', () => {
    const ended = visibleText(html(DeclarationPage(declarationView({ ...declaration, today: '2028-02-21' }, contextIn('ja')))))
    const lastDay = visibleText(html(DeclarationPage(declarationView({ ...declaration, today: '2028-02-20' }, contextIn('ja')))))
    expect(ended).toContain('期限切れ')
    expect(ended).toContain('得た権利')
    expect(lastDay).toContain('公開中')
  })

  test('"not found" tells nothing of the address that was asked for (SECURITY T26)', () => {
    const ask = (address: string) => html(ProblemPage(notFoundView({ ...contextIn('ja'), address }))).replace(/href="[^"]*lang=en"/, '')
    expect(ask('/badges/never-was')).toBe(ask('/badges/private-one'))
  })

  test('an error gives the incident number and nothing from inside', () => {
    const text = visibleText(page('error'))
    expect(text).toContain('受付番号 6c1a6e0e')
    expect(text).not.toMatch(/Error|stack|at \//)
  })

  test('a removed badge is gone, not revoked', () => {
    const text = visibleText(page('gone'))
    expect(text).toContain('取消しではありません')
  })
})
